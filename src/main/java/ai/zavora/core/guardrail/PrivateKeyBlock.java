package ai.zavora.core.guardrail;

import java.util.Optional;

/**
 * Private keys in their textual form (RFC 7468). The line that begins one is the find, with characters shown as nothing
 * in it or not; {@link KeyBody} swallows what follows, however long it is and whatever stands around its lines.
 */
final class PrivateKeyBlock implements Pattern {
    static final String DASHES = "-----";
    static final int MOST_LABEL = 48;

    private static final String BEGIN = "-----BEGIN ";
    private static final String KEY = "PRIVATE KEY";

    @Override
    public String hit() {
        return "private_key_block";
    }

    @Override
    public String replacement() {
        return Token.REPLACEMENT;
    }

    @Override
    public boolean startsWith(char first) {
        return first == '-';
    }

    @Override
    public String seconds() {
        return "-";
    }

    @Override
    public int match(Window window, int at) {
        var begin = window.spelled(at, BEGIN);
        if (begin <= 0) {
            return begin;
        }
        var label = new StringBuilder();
        var position = window.visible(at + begin);
        while (window.has(position) && window.at(position) != '-') {
            if (label.length() > MOST_LABEL) {
                return Window.NONE;
            }
            label.append(window.at(position));
            position = window.visible(position + 1);
        }
        if (!window.has(position)) {
            return window.atEnd();
        }
        if (label.indexOf(KEY) < 0) {
            return Window.NONE;
        }
        var dashes = window.spelled(position, DASHES);
        return dashes <= 0 ? dashes : position + dashes - at;
    }

    @Override
    public Optional<Rest> rest(int length) {
        return Optional.of(new KeyBody());
    }
}

package ai.zavora.core.guardrail;

import java.util.Optional;

/**
 * Private keys in their textual form (RFC 7468). The line that begins one is the find; {@link KeyBody} swallows what
 * follows, however long it is and whatever stands around its lines.
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
        var begin = window.literal(at, BEGIN);
        if (begin <= 0) {
            return begin;
        }
        var label = at + begin;
        var body = label;
        while (window.has(body) && window.at(body) != '-') {
            if (body - label > MOST_LABEL) {
                return Window.NONE;
            }
            body++;
        }
        if (!window.has(body)) {
            return window.atEnd();
        }
        if (!window.text(label, body).contains(KEY)) {
            return Window.NONE;
        }
        var dashes = window.literal(body, DASHES);
        return dashes <= 0 ? dashes : body + dashes - at;
    }

    @Override
    public Optional<Rest> rest(int length) {
        return Optional.of(new KeyBody());
    }
}

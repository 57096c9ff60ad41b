package ai.zavora.core.guardrail;

/**
 * Private keys in their textual form (RFC 7468). One without an end counts up to the first sign that such a block cannot
 * hold, at most {@value #MOST} characters.
 */
final class PrivateKeyBlock implements Pattern {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";
    private static final String KEY = "PRIVATE KEY";
    private static final int MOST_LABEL = 48;
    private static final int MOST = 16_384;

    @Override
    public String hit() {
        return "private_key_block";
    }

    @Override
    public String replacement() {
        return "[SECRET REDACTED]";
    }

    @Override
    public boolean startsWith(char first) {
        return first == '-';
    }

    @Override
    public int match(Window window, int at) {
        var begin = literal(window, at, BEGIN);
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
        var dashes = literal(window, body, DASHES);
        return dashes <= 0 ? dashes : end(window, at, body + dashes);
    }

    private static int end(Window window, int at, int body) {
        var position = body;
        while (position - at < MOST) {
            if (!window.has(position)) {
                return window.open() ? Window.MORE : position - at;
            }
            if (window.at(position) == '-') {
                var end = literal(window, position, END);
                if (end == Window.MORE) {
                    return Window.MORE;
                }
                if (end > 0) {
                    return closing(window, at, position + end);
                }
            } else if (!isBody(window.at(position))) {
                return position - at;
            }
            position++;
        }
        return position - at;
    }

    private static int closing(Window window, int at, int from) {
        var position = from;
        while (window.has(position) && window.at(position) != '-' && position - from <= MOST_LABEL) {
            position++;
        }
        if (!window.has(position)) {
            return window.open() ? Window.MORE : position - at;
        }
        var dashes = literal(window, position, DASHES);
        return dashes == Window.MORE ? Window.MORE : position + dashes - at;
    }

    /** The length of a text that stands at a position; {@link Window#NONE} when it does not. */
    private static int literal(Window window, int at, String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!window.has(at + i)) {
                return window.atEnd();
            }
            if (window.at(at + i) != text.charAt(i)) {
                return Window.NONE;
            }
        }
        return text.length();
    }

    private static boolean isBody(char c) {
        return Chars.isAlphanumeric(c) || Chars.isSpace(c) || "+/=:,-\\".indexOf(c) >= 0;
    }
}

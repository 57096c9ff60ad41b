package ai.zavora.core.guardrail;

import java.util.Optional;

/** Signed JSON Web Tokens (RFC 7519) in their compact form: three parts of base64url, the first two begin an object. */
final class WebToken implements Pattern {
    private static final String OBJECT = "eyJ";
    private static final int MOST = 8192;
    private static final int LEAST_PART = 8;

    @Override
    public String hit() {
        return "jwt";
    }

    @Override
    public String replacement() {
        return Token.REPLACEMENT;
    }

    @Override
    public boolean startsWith(char first) {
        return first == 'e';
    }

    @Override
    public String seconds() {
        return OBJECT.substring(1, 2);
    }

    /** A token that is longer than what is looked at counts when its second part has begun. */
    @Override
    public int match(Window window, int at) {
        var position = at;
        for (var part = 0; part < 3; part++) {
            var start = position;
            while (window.has(position)
                    && Token.Signs.URL_SAFE.holds(window.at(position))
                    && position - at < MOST
                    && (part == 2 || begins(window, start, position))) {
                position++;
            }
            if (!window.has(position) && window.open()) {
                return Window.MORE;
            }
            if (position - at == MOST && part > 0) {
                return MOST;
            }
            if (position - start < LEAST_PART) {
                return Window.NONE;
            }
            if (part < 2) {
                if (!window.has(position) || window.at(position) != '.') {
                    return Window.NONE;
                }
                position++;
            }
        }
        return position - at;
    }

    /** Whether the part still is what it must begin with. */
    private static boolean begins(Window window, int start, int position) {
        var index = position - start;
        return index >= OBJECT.length() || window.at(position) == OBJECT.charAt(index);
    }

    @Override
    public Optional<Rest> rest(int length) {
        return length == MOST ? Optional.of(Token.Signs.DOTTED.rest()) : Optional.empty();
    }
}

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

    @Override
    public boolean holds(Window window, int at) {
        return window.end() - at > MOST_SHOWN;
    }

    /** A token that is longer than what is looked at counts when its second part has begun. */
    @Override
    public int match(Window window, int at) {
        var position = at;
        for (var part = 0; part < 3; part++) {
            if (part < 2) {
                var object = window.spelled(position, OBJECT);
                if (object <= 0) {
                    return object;
                }
            }
            var end = window.behindSigns(SignSet.BASE64_URL, part, position);
            if (end - at >= MOST) {
                return part > 0 ? window.wholeCharacters(at, MOST) : Window.NONE;
            }
            if (window.open() && (!window.has(end) || window.invisible(end) == Window.MORE)) {
                return Window.MORE;
            }
            if (end - position < LEAST_PART) {
                return Window.NONE;
            }
            position = end;
            if (part < 2) {
                if (!window.has(position) || window.at(position) != '.') {
                    return Window.NONE;
                }
                position = window.visible(position + 1);
            }
        }
        return position - at;
    }

    @Override
    public Optional<Rest> restBehindPause() {
        return Optional.of(new Continuation(Token.Signs.DOTTED));
    }

    @Override
    public Optional<Rest> rest(int length) {
        return length >= MOST ? Optional.of(Token.Signs.DOTTED.rest()) : Optional.empty();
    }
}

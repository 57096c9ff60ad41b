package ai.zavora.core.guardrail;

import java.util.Optional;

/**
 * Credentials that begin with a mark of their issuer. Characters shown as nothing do not part them, and a dot that ends a
 * sentence is no part of them.
 *
 * @param hit what hits call it
 * @param prefix the mark, as it is written
 * @param signs which signs follow
 * @param least how many of them at least
 * @param most how many at most; {@link #ANY} of them when only the end of the run ends the token
 */
record Token(String hit, String prefix, Signs signs, int least, int most) implements Pattern {
    /** As many as there are; the ones behind that many are swallowed as they come. */
    static final int ANY = 512;

    static final String REPLACEMENT = "[SECRET REDACTED]";

    /** The signs a token is made of. */
    enum Signs {
        UPPER_AND_DIGITS,
        ALPHANUMERIC,
        /** Letters, digits, hyphen and underscore. */
        URL_SAFE,
        /** The same and the dot. */
        DOTTED,
        /** What may stand in a header of HTTP (RFC 9110, 11.2: token68). */
        TOKEN68;

        boolean holds(char c) {
            return switch (this) {
                case UPPER_AND_DIGITS -> Chars.isUpper(c) || Chars.isDigit(c);
                case ALPHANUMERIC -> Chars.isAlphanumeric(c);
                case URL_SAFE -> Chars.isAlphanumeric(c) || c == '-' || c == '_';
                case DOTTED -> URL_SAFE.holds(c) || c == '.';
                case TOKEN68 -> DOTTED.holds(c) || c == '~' || c == '+' || c == '/' || c == '=';
            };
        }

        /** All of them from a position on. */
        Run run(Window window, int at) {
            var end = at;
            var count = 0;
            var digit = false;
            var next = window.visible(at);
            while (window.has(next) && holds(window.at(next))) {
                count++;
                digit |= Chars.isDigit(window.at(next));
                end = next + 1;
                next = window.visible(end);
            }
            return new Run(end, count, digit);
        }

        /** Swallows such signs as long as they come. */
        Rest rest() {
            return (window, at) -> window.has(window.visible(at)) || !window.open()
                    ? run(window, at).end() - at
                    : Window.MORE;
        }
    }

    /**
     * Signs of a token in a row.
     *
     * @param end behind the last
     * @param count how many there are
     * @param digit whether a digit is among them, as in few words
     */
    record Run(int end, int count, boolean digit) {
        /** Whether they are more of a secret than may be shown. */
        boolean giveAway() {
            return count > (digit ? MOST_SHOWN : 2 * MOST_SHOWN);
        }
    }

    @Override
    public String replacement() {
        return REPLACEMENT;
    }

    @Override
    public boolean startsWith(char first) {
        return first == prefix.charAt(0);
    }

    @Override
    public String seconds() {
        return prefix.substring(1, 2);
    }

    @Override
    public int match(Window window, int at) {
        var mark = window.spelled(at, prefix);
        if (mark <= 0) {
            return mark;
        }
        var start = at + mark;
        var end = start;
        var next = window.visible(start);
        var count = 0;
        while (window.has(next) && signs.holds(window.at(next)) && count < most) {
            count++;
            end = next + 1;
            next = window.visible(end);
        }
        if (!window.has(next) && window.open()) {
            return Window.MORE;
        }
        while (count < most && count > 0 && window.at(end - 1) == '.') {
            count--;
            end--;
        }
        var whole = most == ANY || !window.has(next) || !goesOn(window.at(next));
        return whole && count >= least ? end - at : Window.NONE;
    }

    /** The mark, and signs behind it that are no word of a name such as {@code sk-learn}. */
    @Override
    public boolean holds(Window window, int at) {
        var mark = window.spelled(at, prefix);
        return mark > 0 && signs.run(window, at + mark).giveAway();
    }

    @Override
    public Optional<Rest> restBehindPause() {
        return most == ANY ? Optional.of(new Continuation(signs)) : Optional.empty();
    }

    private boolean goesOn(char next) {
        return signs.holds(next) || Chars.isAlphanumeric(next);
    }

    @Override
    public Optional<Rest> rest(int length) {
        return most == ANY && length >= prefix.length() + most ? Optional.of(signs.rest()) : Optional.empty();
    }
}

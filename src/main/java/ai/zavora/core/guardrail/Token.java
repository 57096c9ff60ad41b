package ai.zavora.core.guardrail;

/**
 * Credentials that begin with a mark of their issuer.
 *
 * @param hit what hits call it
 * @param prefix the mark, as it is written
 * @param signs which signs follow
 * @param least how many of them at least
 * @param most how many at most
 */
record Token(String hit, String prefix, Signs signs, int least, int most) implements Pattern {

    /** The signs a token is made of. */
    enum Signs {
        UPPER_AND_DIGITS,
        ALPHANUMERIC,
        /** Letters, digits, hyphen and underscore. */
        URL_SAFE;

        boolean holds(char c) {
            return switch (this) {
                case UPPER_AND_DIGITS -> Chars.isUpper(c) || Chars.isDigit(c);
                case ALPHANUMERIC -> Chars.isAlphanumeric(c);
                case URL_SAFE -> Chars.isAlphanumeric(c) || c == '-' || c == '_';
            };
        }
    }

    @Override
    public String replacement() {
        return "[SECRET REDACTED]";
    }

    @Override
    public boolean startsWith(char first) {
        return first == prefix.charAt(0);
    }

    @Override
    public int match(Window window, int at) {
        for (var i = 0; i < prefix.length(); i++) {
            if (!window.has(at + i)) {
                return window.atEnd();
            }
            if (window.at(at + i) != prefix.charAt(i)) {
                return Window.NONE;
            }
        }
        var start = at + prefix.length();
        var end = start;
        while (window.has(end) && signs.holds(window.at(end)) && end - start < most) {
            end++;
        }
        if (!window.has(end) && window.open()) {
            return Window.MORE;
        }
        var whole = !window.has(end) || !Chars.isWord(window.at(end)) || (least < most && end - start == most);
        return whole && end - start >= least ? end - at : Window.NONE;
    }
}

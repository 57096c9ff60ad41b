package ai.zavora.core.guardrail;

import java.util.Optional;

/** The credential in a header of HTTP and the word before it (RFC 6750, 2.1). The word alone is a word. */
final class BearerToken implements Pattern {
    private static final String SCHEME = "bearer";
    private static final int MOST_BLANKS = 8;
    private static final int LEAST = 16;
    /** Shorter ones are told from words by a digit. */
    private static final int LEAST_WITHOUT_DIGIT = 24;

    private static final int MOST = 8192;

    @Override
    public String hit() {
        return "bearer_token";
    }

    @Override
    public String replacement() {
        return Token.REPLACEMENT;
    }

    @Override
    public boolean startsWith(char first) {
        return first == 'B' || first == 'b';
    }

    @Override
    public String seconds() {
        return "eE";
    }

    @Override
    public int match(Window window, int at) {
        for (var i = 0; i < SCHEME.length(); i++) {
            if (!window.has(at + i)) {
                return window.atEnd();
            }
            if ((window.at(at + i) | ' ') != SCHEME.charAt(i)) {
                return Window.NONE;
            }
        }
        var blank = at + SCHEME.length();
        var start = blank;
        while (window.has(start) && isBlank(window, start) && start - blank < MOST_BLANKS) {
            start++;
        }
        if (!window.has(start)) {
            return window.atEnd();
        }
        return start == blank ? Window.NONE : token(window, at, start);
    }

    private static boolean isBlank(Window window, int at) {
        return window.plain(at) == ' ' || window.at(at) == '\t';
    }

    private static int token(Window window, int at, int start) {
        var end = start;
        var digit = false;
        while (window.has(end) && Token.Signs.TOKEN68.holds(window.at(end)) && end - at < MOST) {
            digit |= Chars.isDigit(window.at(end));
            end++;
        }
        if (!window.has(end) && window.open()) {
            return Window.MORE;
        }
        if (end - at == MOST) {
            return MOST;
        }
        // the end of a sentence
        while (end > start && window.at(end - 1) == '.') {
            end--;
        }
        return end - start >= (digit ? LEAST : LEAST_WITHOUT_DIGIT) ? end - at : Window.NONE;
    }

    /** Only the scheme is a word as others are. */
    @Override
    public boolean holds(Window window, int at) {
        return window.end() - at > SCHEME.length();
    }

    @Override
    public Optional<Rest> rest(int length) {
        return length == MOST ? Optional.of(Token.Signs.TOKEN68.rest()) : Optional.empty();
    }
}

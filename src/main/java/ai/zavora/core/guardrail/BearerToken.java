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
        var start = credential(window, at);
        return start <= 0 ? start : token(window, at, start);
    }

    /** Where the credential begins; {@link Window#NONE} where there is none, {@link Window#MORE} where that is not known. */
    private static int credential(Window window, int at) {
        var blank = at;
        for (var i = 0; i < SCHEME.length(); i++) {
            if (!window.has(blank)) {
                return window.atEnd();
            }
            if ((window.at(blank) | ' ') != SCHEME.charAt(i)) {
                return Window.NONE;
            }
            blank = window.visible(blank + 1);
        }
        var start = blank;
        for (var blanks = 0; window.has(start) && isBlank(window, start) && blanks < MOST_BLANKS; blanks++) {
            start = window.visible(start + 1);
        }
        if (!window.has(start)) {
            return window.atEnd();
        }
        return start == blank ? Window.NONE : start;
    }

    private static boolean isBlank(Window window, int at) {
        return window.plain(at) == ' ' || window.at(at) == '\t';
    }

    private static int token(Window window, int at, int start) {
        var end = start;
        var next = start;
        var count = 0;
        var digit = false;
        while (window.has(next) && Token.Signs.TOKEN68.holds(window.at(next)) && end - at < MOST) {
            digit |= Chars.isDigit(window.at(next));
            count++;
            end = next + 1;
            next = window.visible(end);
        }
        if (end - at >= MOST) {
            return end - at;
        }
        if (!window.has(next) && window.open()) {
            return Window.MORE;
        }
        // the end of a sentence
        while (count > 0 && window.at(end - 1) == '.') {
            count--;
            end--;
        }
        return count >= (digit ? LEAST : LEAST_WITHOUT_DIGIT) ? end - at : Window.NONE;
    }

    /** The scheme is a word as others are, and words may follow it. */
    @Override
    public boolean holds(Window window, int at) {
        var start = credential(window, at);
        return start > 0 && Token.Signs.TOKEN68.run(window, start).giveAway();
    }

    @Override
    public Optional<Rest> restBehindPause() {
        return Optional.of(new Continuation(Token.Signs.TOKEN68));
    }

    @Override
    public Optional<Rest> rest(int length) {
        return length >= MOST ? Optional.of(Token.Signs.TOKEN68.rest()) : Optional.empty();
    }
}

package ai.zavora.base.text;

/**
 * Reads escape sequences as they stand in JSON, source code and addresses that are text themselves: {@code \n} and other
 * letters behind a backslash, {@code \}{@code u000a}, {@code \U0001f511}, {@code \x0a}, {@code \012}, {@code %0A}; and those
 * that set the colours of a terminal (ECMA-48, 5.4), with the sign for escape itself or one of these for it. Behind one
 * begins a word, although its last sign may be a letter or digit. One sign at a time, by a state; pure.
 *
 * <p>From the last sign before a sequence on the state depends on nothing else. Signs that could be either are a sequence.
 */
public final class Escapes {
    /** Nothing has begun. */
    public static final int NONE = 0;

    /** How many hexadecimal digits are still to come is a state; with this added the sign may yet be that for escape. */
    private static final int MAY_BE_ESCAPE = 16;

    private static final int BACKSLASH = -1;

    /** The sign for escape as it is. */
    private static final int ESCAPE = -2;

    /** Within a control sequence of a terminal. */
    private static final int CONTROL = -3;

    /** A sequence ended with one letter. */
    private static final int ENDED_BY_LETTER = -4;

    /** The same, with the letter that stands for escape. */
    private static final int ENDED_BY_E = -5;

    /** A sequence ended with its last digit. */
    private static final int ENDED = -6;

    /** The same; it stands for escape. */
    private static final int ENDED_AS_ESCAPE = -7;

    /** A sequence ended that one more octal digit, or two, may belong to. */
    private static final int ENDED_ONE_MORE = -8;

    private static final int ENDED_TWO_MORE = -9;

    /** The same, and what comes may make it stand for escape. */
    private static final int ENDED_ONE_MORE_OF_ESCAPE = -10;

    private static final int ENDED_TWO_MORE_OF_ESCAPE = -11;

    /** What single letters stand for in JSON, C, Go, Rust, Python and shells. */
    private static final String LETTERS = "abefnrtv";

    private Escapes() {}

    /**
     * The state behind a sign.
     *
     * @param state the one before it, {@link #NONE} at the beginning
     */
    public static int next(int state, char c) {
        if (c == '\\') {
            return BACKSLASH;
        }
        if (c == '%') {
            return MAY_BE_ESCAPE + 2;
        }
        if (c == '\033') {
            return ESCAPE;
        }
        if (state > 0) {
            return behindHex(state, c);
        }
        return switch (state) {
            case BACKSLASH -> behindBackslash(c);
            case ESCAPE, ENDED_BY_E, ENDED_AS_ESCAPE -> c == '[' ? CONTROL : NONE;
            case CONTROL -> behindControl(c);
            case ENDED_TWO_MORE_OF_ESCAPE -> isOctal(c) ? c == '3' ? ENDED_ONE_MORE_OF_ESCAPE : ENDED_ONE_MORE : NONE;
            case ENDED_ONE_MORE_OF_ESCAPE -> isOctal(c) ? c == '3' ? ENDED_AS_ESCAPE : ENDED : NONE;
            case ENDED_TWO_MORE -> isOctal(c) ? ENDED_ONE_MORE : NONE;
            case ENDED_ONE_MORE -> isOctal(c) ? ENDED : NONE;
            default -> NONE;
        };
    }

    private static int behindHex(int state, char c) {
        if (!isHex(c)) {
            return NONE;
        }
        var left = state & (MAY_BE_ESCAPE - 1);
        // its digits are 1B, with noughts before them
        var fits = left > 2 ? c == '0' : left == 2 ? c == '1' : c == 'b' || c == 'B';
        var escape = state > MAY_BE_ESCAPE && fits;
        if (left == 1) {
            return escape ? ENDED_AS_ESCAPE : ENDED;
        }
        return (escape ? MAY_BE_ESCAPE : 0) + left - 1;
    }

    private static int behindBackslash(char c) {
        return switch (c) {
            case 'x' -> MAY_BE_ESCAPE + 2;
            case 'u' -> MAY_BE_ESCAPE + 4;
            case 'U' -> MAY_BE_ESCAPE + 8;
            case 'e' -> ENDED_BY_E;
            case '0' -> ENDED_TWO_MORE_OF_ESCAPE;
            default -> LETTERS.indexOf(c) >= 0 ? ENDED_BY_LETTER : isOctal(c) ? ENDED_TWO_MORE : NONE;
        };
    }

    private static int behindControl(char c) {
        if ((c >= '0' && c <= '9') || c == ';' || c == ':' || c == '?') {
            return CONTROL;
        }
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? ENDED_BY_LETTER : NONE;
    }

    /** Whether a sequence begins with that sign, so that one before it is not finished any more. */
    public static boolean begins(char c) {
        return c == '\\' || c == '%' || c == '\033';
    }

    /** Whether the last sign was the last of a sequence, so that a word begins behind it. */
    public static boolean ends(int state) {
        return state <= ENDED_BY_LETTER;
    }

    /** As {@link #ends}, of a sequence that says by digits what it stands for. */
    public static boolean endsWithDigit(int state) {
        return state <= ENDED;
    }

    /** Whether the next sign may belong to a sequence that has begun. */
    public static boolean goesOn(int state) {
        return state != NONE && state != ENDED_BY_LETTER && state != ENDED;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }
}

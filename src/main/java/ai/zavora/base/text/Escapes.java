package ai.zavora.base.text;

/**
 * Reads escape sequences as they stand in JSON, source code and addresses that are text themselves: {@code \n} and other
 * letters behind a backslash, {@code \}{@code u000a}, {@code \U0001f511}, {@code \x0a}, {@code \012}, {@code %0A}. Behind
 * one begins a word, although its last sign may be a letter or digit. One sign at a time, by a state; pure.
 *
 * <p>From the last sign before a sequence on the state depends on nothing else. Signs that could be either are a sequence.
 */
public final class Escapes {
    /** Nothing has begun. */
    public static final int NONE = 0;

    private static final int BACKSLASH = -1;

    /** A sequence ended with one letter. */
    private static final int ENDED_BY_LETTER = -2;

    /** A sequence ended with its last digit. */
    private static final int ENDED = -3;

    /** A sequence ended that one more octal digit, or two, may belong to. */
    private static final int ENDED_ONE_MORE = -4;

    private static final int ENDED_TWO_MORE = -5;

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
            return 2;
        }
        if (state > 0) {
            return isHex(c) ? (state == 1 ? ENDED : state - 1) : NONE;
        }
        return switch (state) {
            case BACKSLASH -> behindBackslash(c);
            case ENDED_TWO_MORE -> isOctal(c) ? ENDED_ONE_MORE : NONE;
            case ENDED_ONE_MORE -> isOctal(c) ? ENDED : NONE;
            default -> NONE;
        };
    }

    private static int behindBackslash(char c) {
        return switch (c) {
            case 'x' -> 2;
            case 'u' -> 4;
            case 'U' -> 8;
            default -> LETTERS.indexOf(c) >= 0 ? ENDED_BY_LETTER : isOctal(c) ? ENDED_TWO_MORE : NONE;
        };
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
        return state > NONE || state == BACKSLASH || state <= ENDED_ONE_MORE;
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isOctal(char c) {
        return c >= '0' && c <= '7';
    }
}

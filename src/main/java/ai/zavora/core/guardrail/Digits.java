package ai.zavora.core.guardrail;

/**
 * Groups of digits as people write long numbers: parted by one blank, hyphen or dot, the area of a telephone number in
 * parentheses.
 */
final class Digits {
    private static final int MOST_GROUPS = 8;
    private static final int MOST_DIGITS = 20;

    /** How many groups there are; {@link Window#MORE} when that is not to be seen yet. */
    final int count;

    final boolean plus;
    private final Window window;
    private final int[] starts;
    private final int[] ends;

    private Digits(Window window, boolean plus, int count, int[] starts, int[] ends) {
        this.window = window;
        this.plus = plus;
        this.count = count;
        this.starts = starts;
        this.ends = ends;
    }

    static Digits read(Window window, int at) {
        var starts = new int[MOST_GROUPS];
        var ends = new int[MOST_GROUPS];
        var plus = window.at(at) == '+';
        var position = plus ? at + 1 : at;
        var count = 0;
        while (count < MOST_GROUPS) {
            if (window.has(position) && window.at(position) == '(') {
                position++;
            }
            var end = endOfGroup(window, position);
            if (end < 0) {
                return new Digits(window, plus, Window.MORE, starts, ends);
            }
            if (end == position) {
                break;
            }
            starts[count] = position;
            ends[count] = end;
            count++;
            var next = afterSeparator(window, end);
            if (next < 0) {
                return new Digits(window, plus, Window.MORE, starts, ends);
            }
            if (next == end) {
                break;
            }
            position = next;
        }
        return new Digits(window, plus, count, starts, ends);
    }

    /** The end of a run of digits; its beginning when there is none or it is too long; -1 when that is not to be seen. */
    private static int endOfGroup(Window window, int start) {
        var end = start;
        while (window.has(end) && Chars.isDigit(window.at(end))) {
            end++;
            if (end - start > MOST_DIGITS) {
                return start;
            }
        }
        if (!window.has(end) && window.open()) {
            return -1;
        }
        // a number that goes over into letters is a name of something
        return window.has(end) && Chars.isWord(window.at(end)) ? start : end;
    }

    private static int afterSeparator(Window window, int end) {
        if (!window.has(end)) {
            return window.open() ? -1 : end;
        }
        var c = window.at(end);
        if (c == ')') {
            if (!window.has(end + 1)) {
                return window.open() ? -1 : end;
            }
            return window.at(end + 1) == ' ' || window.at(end + 1) == '-' ? end + 2 : end + 1;
        }
        return c == ' ' || c == '-' || c == '.' ? end + 1 : end;
    }

    int length(int group) {
        return ends[group] - starts[group];
    }

    int end(int group) {
        return ends[group];
    }

    /** The sign behind a group: blank, hyphen, dot, parenthesis, or NUL. */
    char separator(int group) {
        return group + 1 < count ? window.at(ends[group]) : '\0';
    }

    boolean isParenthesised(int group) {
        return starts[group] > 0
                && window.at(starts[group] - 1) == '('
                && window.has(ends[group])
                && window.at(ends[group]) == ')';
    }

    /** A digit of a group, as a number. */
    int digit(int group, int index) {
        return window.at(starts[group] + index) - '0';
    }

    int value(int group) {
        var value = 0;
        for (var i = 0; i < length(group); i++) {
            value = 10 * value + digit(group, i);
        }
        return value;
    }

    /** Whether the groups up to that one are parted by the same sign throughout. */
    boolean evenlyParted(int groups) {
        for (var i = 1; i + 1 < groups; i++) {
            if (separator(i) != separator(0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the number goes on behind a group without a blank. */
    boolean goesOnAfter(int group) {
        return separator(group) == '-' || separator(group) == '.';
    }

    /** Whether a longer number leads up to a position. */
    static boolean leadsUpTo(Window window, int at) {
        var c = window.before(at, 1);
        return (c == '-' || c == '.') && Chars.isDigit(window.before(at, 2));
    }
}

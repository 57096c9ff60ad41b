package ai.zavora.core.guardrail;

/**
 * Groups of digits as people write long numbers: parted by one blank, hyphen or dot, the area of a telephone number in
 * parentheses. Digits, blanks and hyphens of any script and width count, and characters shown as nothing do not.
 */
final class Digits {
    private static final int MOST_GROUPS = 8;
    private static final int MOST_DIGITS = 20;
    private static final int MOST_LOOKED_AT = 64;

    /** How many groups there are; {@link Window#MORE} when that is not to be seen yet. */
    int count;

    final boolean plus;
    private final Window window;
    private final int at;
    private final char[] values = new char[MOST_GROUPS * MOST_DIGITS];
    private final int[] ends = new int[MOST_GROUPS];
    private final int[] lengths = new int[MOST_GROUPS];
    private final char[] separators = new char[MOST_GROUPS];
    private final boolean[] opened = new boolean[MOST_GROUPS];

    private Digits(Window window, int at) {
        this.window = window;
        this.at = at;
        this.plus = window.plain(at) == '+';
    }

    /** Whether so many digits may stand together at a position; cheap, and so asked first. When in doubt they may. */
    static boolean mayHold(Window window, int at, int least) {
        var digits = 0;
        for (var i = at; window.has(i) && i - at < MOST_LOOKED_AT; i++) {
            var width = window.invisible(i);
            if (width == Window.MORE) {
                return true;
            }
            if (width > 0) {
                i += width - 1;
                continue;
            }
            var c = window.plain(i);
            if (Chars.isDigit(c)) {
                if (++digits == least) {
                    return true;
                }
            } else if (" -.()+".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    static Digits read(Window window, int at) {
        var digits = new Digits(window, at);
        digits.read();
        return digits;
    }

    private void read() {
        var position = plus ? window.visible(at + 1) : at;
        while (count < MOST_GROUPS) {
            if (window.has(position) && window.plain(position) == '(') {
                opened[count] = true;
                position = window.visible(position + 1);
            }
            var end = readGroup(position);
            if (end < 0) {
                count = Window.MORE;
                return;
            }
            if (end == position) {
                return;
            }
            ends[count] = end;
            count++;
            var next = readSeparator(end);
            if (next < 0) {
                count = Window.MORE;
                return;
            }
            if (next == end) {
                return;
            }
            position = next;
        }
    }

    /** The end of a run of digits; its beginning when there is none or it is too long; -1 when that is not to be seen. */
    private int readGroup(int start) {
        var end = start;
        var length = 0;
        var next = start;
        while (window.has(next) && Chars.isDigit(window.plain(next))) {
            if (length == MOST_DIGITS) {
                return start;
            }
            values[count * MOST_DIGITS + length++] = window.plain(next);
            end = next + 1;
            next = window.visible(end);
        }
        if (!window.has(next) && window.open()) {
            return -1;
        }
        lengths[count] = length;
        // a number that goes over into letters is a name of something
        return window.has(next) && Chars.isAlphanumeric(window.plain(next)) ? start : end;
    }

    /** Where the next group may begin; the end of this one when there is none; -1 when that is not to be seen. */
    private int readSeparator(int end) {
        var position = window.visible(end);
        if (!window.has(position)) {
            return window.open() ? -1 : end;
        }
        var c = window.plain(position);
        if (c != ')' && c != ' ' && c != '-' && c != '.') {
            return end;
        }
        separators[count - 1] = c;
        var next = window.visible(position + 1);
        if (c != ')') {
            return next;
        }
        if (!window.has(next)) {
            return window.open() ? -1 : end;
        }
        return window.plain(next) == ' ' || window.plain(next) == '-' ? window.visible(next + 1) : next;
    }

    int length(int group) {
        return lengths[group];
    }

    int end(int group) {
        return ends[group];
    }

    /** How many digits there are in all groups up to that one. */
    int total(int groups) {
        var total = 0;
        for (var group = 0; group < groups; group++) {
            total += lengths[group];
        }
        return total;
    }

    /** The sign behind a group: blank, hyphen, dot, parenthesis, or NUL when no group follows. */
    char separator(int group) {
        return group + 1 < count ? separators[group] : '\0';
    }

    boolean isParenthesised(int group) {
        return opened[group] && separators[group] == ')';
    }

    /** A digit of a group, as a number. */
    int digit(int group, int index) {
        return values[group * MOST_DIGITS + index] - '0';
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

    /** Whether a word leads up to the number without a blank, and a word with a dot follows its last group: a file. */
    boolean isInFileName() {
        var dot = window.visible(ends[count - 1]);
        return separators[count - 1] == '.'
                && window.has(dot + 1)
                && Chars.isAlphanumeric(window.plain(dot + 1))
                && window.before(at, 1) == '-'
                && !window.escapes().ends(at, 1)
                && Chars.isAlphanumeric(window.before(at, 2));
    }

    /** Whether a longer number leads up to a position; one that is a find by itself does not. */
    static boolean leadsUpTo(Window window, int at) {
        var c = Chars.plain(window.before(at, 1));
        return (c == '-' || c == '.')
                && !window.findEnds(at, 1)
                && !window.escapes().ends(at, 1)
                && Chars.isDigit(Chars.plain(window.before(at, 2)));
    }
}

package ai.zavora.core.guardrail;

import java.util.Arrays;

/**
 * The part of a stream that a pattern can look at: what has come and is not yet decided. Whoever looks behind its end
 * must answer {@link #MORE}, unless nothing will follow. Used by one thread.
 */
final class Window {
    /** The answer of a pattern that needs to see more of the stream. */
    static final int MORE = -1;

    /** The answer of a pattern that does not match. */
    static final int NONE = 0;

    private static final int NOWHERE = -1;

    /** Too far before the window to be asked for. */
    private static final int NOWHERE_BEFORE = -3;

    private static final int FIRST_CAPACITY = 1024;

    private static final int FIRST_IGNORABLE = 0xAD;

    /** How many characters that are shown as nothing may stand in a row inside a number or an address. */
    private static final int MOST_IGNORED = 16;

    private char[] text = new char[FIRST_CAPACITY];
    private int end;
    private boolean last;
    /** The two characters before the window, the nearer one first; NUL where there is none. */
    private char before;

    private char beforeThat;

    /** The last run of each set of signs that was gone through: all between is such signs. */
    private final int[] runStarts = new int[SignSet.RUNS];

    private final int[] runEnds = new int[SignSet.RUNS];

    /** The last domain that was read. */
    private int domainStart = NOWHERE;

    private int domainEnd;
    /** Behind the last find. */
    private int findEnd = NOWHERE_BEFORE;

    private final EscapeMark escapes = new EscapeMark();

    private long reads;

    void append(CharSequence piece) {
        if (end + piece.length() > text.length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, end + piece.length()));
        }
        for (var i = 0; i < piece.length(); i++) {
            text[end++] = piece.charAt(i);
        }
    }

    /** Nothing will follow. */
    void finish() {
        last = true;
    }

    /** Takes {@link #finish()} back. */
    void reopen() {
        last = false;
    }

    /** What comes next stands for itself: nothing is before it. The window must be empty. */
    void breakOff() {
        findEnd = NOWHERE_BEFORE;
        escapes.clear();
        before = '\0';
        beforeThat = '\0';
    }

    /** Forgets what lies before a position. */
    void drop(int upTo) {
        var nearer = before(upTo, 1);
        beforeThat = before(upTo, 2);
        before = nearer;
        System.arraycopy(text, upTo, text, 0, end - upTo);
        end -= upTo;
        for (var run = 0; run < runEnds.length; run++) {
            runStarts[run] = Math.max(runStarts[run] - upTo, 0);
            runEnds[run] = Math.max(runEnds[run] - upTo, 0);
        }
        findEnd = Math.max(findEnd - upTo, NOWHERE_BEFORE);
        escapes.drop(upTo);
        domainStart = domainStart < upTo ? NOWHERE : domainStart - upTo;
        domainEnd = domainEnd < upTo ? NONE : domainEnd - upTo;
    }

    int end() {
        return end;
    }

    /** How often a character was looked at, as the measure of the work. */
    long reads() {
        return reads;
    }

    char at(int index) {
        reads++;
        return text[index];
    }

    /** The character so many places before a position, 1 or 2, also where it was dropped; NUL where there is none. */
    char before(int index, int places) {
        var at = index - places;
        return at >= 0 ? text[at] : at == -1 ? before : beforeThat;
    }

    /** The escape sequences before the place that is looked at. */
    EscapeMark escapes() {
        return escapes;
    }

    /** A find ends before a position. */
    void markFind(int behind) {
        findEnd = behind;
    }

    /** Whether a find ends so many places before a position, 0 to 2. */
    boolean findEnds(int index, int places) {
        return index - places == findEnd;
    }

    boolean has(int index) {
        return index < end;
    }

    /** What a pattern answers that ran into the end without a contradiction. */
    int atEnd() {
        return last ? NONE : MORE;
    }

    /** Whether more may follow. */
    boolean open() {
        return !last;
    }

    /** Whether a text stands at a position: its length, {@link #NONE} or {@link #MORE}. */
    int literal(int at, String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!has(at + i)) {
                return atEnd();
            }
            if (at(at + i) != text.charAt(i)) {
                return NONE;
            }
        }
        return text.length();
    }

    /**
     * Where a run ends of such signs and characters shown as nothing, or before half of a character whose other half may
     * follow. A run that was gone through before is not gone through again from a start inside it.
     *
     * @param part which of the runs of a pattern it is, from 0 on: the last one is known of each
     */
    int behindSigns(SignSet signs, int part, int from) {
        var run = signs.run(part);
        var known = from >= runStarts[run] && from <= runEnds[run];
        var at = known ? runEnds[run] : from;
        while (at < end) {
            var width = signs.holds(at(at)) ? 1 : invisible(at);
            if (width <= 0) {
                break;
            }
            at += width;
        }
        if (!known) {
            runStarts[run] = from;
        }
        runEnds[run] = at;
        return at;
    }

    /** Where a domain ends that was read before at a position; {@link #NONE} when it was none, {@link #MORE} when not known. */
    int domainEnd(int from) {
        return from == domainStart ? domainEnd : MORE;
    }

    /** Keeps what can be said of the domain at a position whatever follows. */
    void rememberDomain(int from, int behind) {
        domainStart = from;
        domainEnd = behind;
    }

    /** A number of characters from a position on, and one more where half of a pair would be left. */
    int wholeCharacters(int from, int length) {
        var to = from + length;
        return to < end && Character.isHighSurrogate(text[to - 1]) && Character.isLowSurrogate(text[to])
                ? length + 1
                : length;
    }

    /** As {@link #literal}, with characters shown as nothing between the signs or not. */
    int spelled(int at, String text) {
        var position = at;
        for (var i = 0; i < text.length(); i++) {
            position = i == 0 ? at : visible(position);
            if (!has(position)) {
                return atEnd();
            }
            if (at(position) != text.charAt(i)) {
                return NONE;
            }
            position++;
        }
        return position - at;
    }

    /**
     * The first position from there on that does not hold a character shown as nothing; only a few are stepped over. The
     * end when half of a character stands there whose other half may follow.
     */
    int visible(int from) {
        var at = from;
        for (var stepped = 0; stepped < MOST_IGNORED; stepped++) {
            var width = invisible(at);
            if (width == NONE) {
                return at;
            }
            if (width == MORE) {
                return end;
            }
            at += width;
        }
        return at;
    }

    /**
     * How long the character at a position is when it is shown as nothing; {@link #NONE} when it is shown or there is
     * none, {@link #MORE} when half of it is still to come.
     */
    int invisible(int at) {
        if (at >= end || text[at] < FIRST_IGNORABLE) {
            return NONE;
        }
        var c = at(at);
        if (!Character.isHighSurrogate(c)) {
            return Chars.isIgnorable(c) ? 1 : NONE;
        }
        if (at + 1 == end) {
            return atEnd();
        }
        return Chars.isIgnorable(Character.toCodePoint(c, text[at + 1])) && Character.isLowSurrogate(text[at + 1])
                ? 2
                : NONE;
    }

    /** The character at a position in its {@link Chars#plain plain} form. */
    char plain(int index) {
        return Chars.plain(at(index));
    }

    String text(int from, int to) {
        return new String(text, from, to - from);
    }

    /** Appends what lies between two positions; nothing when the second is not behind the first. */
    void appendTo(StringBuilder out, int from, int to) {
        if (to > from) {
            out.append(text, from, to - from);
        }
    }
}

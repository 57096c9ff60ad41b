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
    }

    int end() {
        return end;
    }

    char at(int index) {
        return text[index];
    }

    /** The character so many places before a position, 1 or 2, also where it was dropped; NUL where there is none. */
    char before(int index, int places) {
        var at = index - places;
        return at >= 0 ? text[at] : at == -1 ? before : beforeThat;
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

    /** The first position from there on that does not hold one of these signs of ASCII. */
    int behindSigns(boolean[] signs, int from) {
        var characters = text;
        var last = end;
        var at = from;
        while (at < last && characters[at] < signs.length && signs[characters[at]]) {
            at++;
        }
        return at;
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
        var c = text[at];
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
        return Chars.plain(text[index]);
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

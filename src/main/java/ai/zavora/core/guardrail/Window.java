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

    String text(int from, int to) {
        return new String(text, from, to - from);
    }

    void appendTo(StringBuilder out, int from, int to) {
        out.append(text, from, to - from);
    }
}

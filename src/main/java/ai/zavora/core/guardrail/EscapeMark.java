package ai.zavora.core.guardrail;

import ai.zavora.base.text.Escapes;

/**
 * Where the walk through a {@link Window} stands in an escape sequence, and where the last one ended. Used by one thread.
 */
final class EscapeMark {
    /** More signs than any sequence has that a program writes; else a stream would be held back by one without an end. */
    private static final int LONGEST = 64;

    /** Too far before the window to be asked for. */
    private static final int NOWHERE = -3;

    private int state = Escapes.NONE;
    private int end = NOWHERE;
    private boolean endsWithDigit;

    private int keptState = Escapes.NONE;
    private int keptEnd = NOWHERE;
    private boolean keptEndsWithDigit;

    /** The walk passes a character; whether an escape sequence ends with it. */
    boolean pass(int at, char c) {
        state = Escapes.next(state, c);
        if (!Escapes.ends(state)) {
            return false;
        }
        end = at + 1;
        endsWithDigit = Escapes.endsWithDigit(state);
        return true;
    }

    /** Whether the next character may belong to a sequence that has begun. */
    boolean goesOn() {
        return Escapes.goesOn(state);
    }

    /** No sequence has begun. */
    void breakOff() {
        state = Escapes.NONE;
    }

    /** Neither has one begun, nor is there one before. */
    void clear() {
        state = Escapes.NONE;
        end = NOWHERE;
    }

    /** Whether a sequence ends so many places before a position, 0 or 1. */
    boolean ends(int index, int places) {
        return index - places == end;
    }

    /** Whether one that ends with a digit ends at a position. */
    boolean endsWithDigit(int index) {
        return index == end && endsWithDigit;
    }

    /**
     * How many signs from the place of the walk on belong to a sequence that has begun before; {@link Window#NONE} when
     * they do not, or there are more than {@value #LONGEST}; {@link Window#MORE} when that is not to be seen yet.
     */
    int rest(Window window, int at) {
        if (!goesOn()) {
            return Window.NONE;
        }
        var next = state;
        var position = at;
        do {
            if (position - at == LONGEST) {
                return Window.NONE;
            }
            if (!window.has(position)) {
                return window.atEnd();
            }
            next = Escapes.next(next, window.at(position));
            if (next == Escapes.NONE || Escapes.begins(window.at(position))) {
                return Window.NONE;
            }
            position++;
        } while (!Escapes.ends(next));
        return position - at;
    }

    /** The window forgets what lies before a position. */
    void drop(int upTo) {
        end = Math.max(end - upTo, NOWHERE);
        keptEnd = Math.max(keptEnd - upTo, NOWHERE);
    }

    /** Remembers what is known at this place. */
    void keep() {
        keptState = state;
        keptEnd = end;
        keptEndsWithDigit = endsWithDigit;
    }

    /** Goes back to what was remembered. */
    void restore() {
        state = keptState;
        end = keptEnd;
        endsWithDigit = keptEndsWithDigit;
    }
}

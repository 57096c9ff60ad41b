package ai.zavora.core.guardrail;

import java.util.Optional;

/** Something to find. Immutable. */
interface Pattern {
    /** How many signs of a secret say nothing by themselves. */
    int MOST_SHOWN = 4;

    /** What {@link Detection} calls it. */
    String hit();

    /** What takes its place when text is redacted. */
    String replacement();

    /**
     * Whether it stands at a position.
     *
     * <p>The answer depends on nothing but the text from there on, a bounded part of it, the two characters before, and
     * whether a find or an escape sequence ends there: so it is the same however the text came in pieces.
     *
     * @param at where a word begins, or a sign that {@link #startsWith} names
     * @return its length; {@link Window#NONE}; or {@link Window#MORE}
     */
    int match(Window window, int at);

    /** Whether it can begin with a character. */
    boolean startsWith(char first);

    /** The characters that can be its second, so that most words are told from it without a closer look; empty for any. */
    default String seconds() {
        return "";
    }

    /**
     * Whether an unfinished find must be held back where a text pauses: the beginning of a secret that no other text
     * begins like, and so much of it that it gives itself away. Else the beginning is shown, and text without a find stays
     * where it is. Asked when {@link #match} answered {@link Window#MORE}.
     */
    default boolean holds(Window window, int at) {
        return false;
    }

    /** What swallows the rest of a find that may go on behind what {@link #match} looked at. */
    default Optional<Rest> rest(int length) {
        return Optional.empty();
    }

    /** What swallows more of a find that is complete where a text pauses, and may go on behind the pause. */
    default Optional<Rest> restBehindPause() {
        return Optional.empty();
    }

    /** The rest of one find. Used by one thread. */
    interface Rest {
        /**
         * How much of what stands at a position belongs to the find still.
         *
         * @return that length; {@link Window#NONE} when the find has ended; or {@link Window#MORE}
         */
        int length(Window window, int at);

        /** Whether what is not decided yet is held back in a pause; else it is no part of the find. */
        default boolean isHeldInPause() {
            return true;
        }

        /** What goes on behind the next pause. */
        default Rest behindPause() {
            return this;
        }
    }
}

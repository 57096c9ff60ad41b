package ai.zavora.surface.chat;

/** What came of waiting for a line. */
sealed interface Reading {

    record Line(String text) implements Reading {}

    /** Something came that is no text; the next line may be better. */
    record Unreadable(String message, String hint) implements Reading {}

    /**
     * Ctrl-C.
     *
     * @param discarded what stood on the line; may be empty
     */
    record Interrupted(String discarded) implements Reading {}

    /** The waiting thread was interrupted, and still is: the program is to end, or the turn that asks. */
    record Stopped() implements Reading {}

    /** The terminal has gone: it was closed, and the program is to end. */
    record Gone() implements Reading {}

    /** There will be no more. */
    record End() implements Reading {}
}

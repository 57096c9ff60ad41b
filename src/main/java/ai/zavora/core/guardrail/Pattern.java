package ai.zavora.core.guardrail;

/** Something to find. Immutable. */
interface Pattern {
    /** What {@link Detection} calls it. */
    String hit();

    /** What takes its place when text is redacted. */
    String replacement();

    /**
     * Whether it stands at a position.
     *
     * <p>The answer depends on nothing but the text from there on, a bounded part of it, and the character before: so it
     * is the same however the text came in pieces.
     *
     * @param at where a word begins, or a sign that {@link #startsWith} names
     * @return its length; {@link Window#NONE}; or {@link Window#MORE}
     */
    int match(Window window, int at);

    /** Whether it can begin with a character. */
    boolean startsWith(char first);
}

package ai.zavora.surface.chat;

/** Where lines come from. One thread reads at a time. */
interface LineInput extends AutoCloseable {

    /** Waits for a prompt of the person, which may have several lines. */
    Reading read(Prompt prompt);

    /** Asks for one short line, not remembered; what was typed before the question was seen does not count. */
    Reading ask(String question);

    /** Whether there is a person who can be asked. */
    boolean interactive();

    /** Says what Ctrl-C does from now on while nobody reads; called on a thread of the system. */
    default void whileBusy(Runnable action) {}

    /** Ctrl-C means nothing special any more while nobody reads. */
    default void whileIdle() {}

    /** Says what completes the line that is being typed. */
    default void complete(Completion completion) {}

    /** Puts the terminal back as it was. Never throws. */
    @Override
    void close();
}

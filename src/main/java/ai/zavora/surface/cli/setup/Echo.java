package ai.zavora.surface.cli.setup;

/** How the terminal treats what is typed while a question waits for its answer. */
public interface Echo {

    /** Whether the terminal shows what is typed. */
    enum Typed {
        SHOWN,
        HIDDEN
    }

    /**
     * Keeps the terminal so until the result is closed, which puts it back as it was and drops what was typed hidden and
     * not read. Meanwhile no key makes the program write its own state over the question.
     *
     * @param resumed called on another thread when the process goes on after it was stopped and the terminal, which a
     *     shell has used meanwhile, is so again
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the terminal cannot be told to hide
     */
    Held hold(Typed typed, Runnable resumed) throws InterruptedException;

    /** A terminal that is kept so while this is open. */
    interface Held extends AutoCloseable {

        /**
         * From now on a read gives what was typed or pasted already, be its line complete or not, and the end of input
         * once nothing came for a moment.
         */
        void takeRest() throws InterruptedException;

        @Override
        void close();
    }
}

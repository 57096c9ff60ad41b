package ai.zavora.surface.cli.setup;

/** Whether the terminal shows what is typed. */
public interface Echo {

    /**
     * Hides what is typed until the result is closed, which puts the terminal back as it was.
     *
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the terminal cannot be told to
     */
    Hidden hide() throws InterruptedException;

    /** Typed text is hidden while this is open. */
    interface Hidden extends AutoCloseable {
        @Override
        void close();
    }
}

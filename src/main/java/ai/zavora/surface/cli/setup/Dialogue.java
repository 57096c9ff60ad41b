package ai.zavora.surface.cli.setup;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;

/** A conversation with the person at the terminal. Interrupting the calling thread ends any question. */
interface Dialogue {

    /** Shows a line. */
    void say(String line);

    /**
     * Asks for a line.
     *
     * @return without the line end and outer blanks
     * @throws ZavoraException INPUT at the end of input
     */
    String ask(String question) throws InterruptedException;

    /**
     * As {@link #ask}, but what is typed does not show.
     *
     * @return everything that was typed or pasted; more than one line where more came at once
     */
    String askHidden(String question) throws InterruptedException;

    /** The error of input that ends before all questions are answered. */
    static ZavoraException ended() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The input ended before the setup was complete; nothing was changed.",
                "Answer all questions, or give --provider and, with the key on standard input, --key-stdin.");
    }
}

package ai.zavora.adapter.telemetry.report;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** One of the files of a log cannot be read; says which. */
final class UnreadableLogException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String seen;

    private UnreadableLogException(String seen, IOException cause) {
        super(seen, cause);
        this.seen = seen;
    }

    /** @param attributes of something that is no regular file */
    UnreadableLogException(Path file, BasicFileAttributes attributes) {
        this.seen = "The telemetry file " + file + " is "
                + (attributes.isDirectory() ? "a folder." : "a pipe, a socket or a device and not a file.");
    }

    /** What went wrong with a file, which is then named; an interrupt stays what it is. */
    static IOException of(Path file, IOException cause) {
        return cause instanceof ClosedByInterruptException || cause instanceof UnreadableLogException
                ? cause
                : new UnreadableLogException("The telemetry file " + file + " cannot be read.", cause);
    }

    /** What is wrong, one sentence that names the file. */
    String seen() {
        return seen;
    }
}

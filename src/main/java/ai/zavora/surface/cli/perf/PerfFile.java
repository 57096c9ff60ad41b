package ai.zavora.surface.cli.perf;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.UnusableFileException;
import ai.zavora.base.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that a report is made from.
 *
 * @param what it is called in messages
 */
public record PerfFile(String what, Path path) {
    /** A larger file is refused, so that a report is bounded in memory: about 8,000 runs of {@code make bench}. */
    private static final int MAX_BYTES = 16 << 20;

    /**
     * All of it; empty when it does not exist.
     *
     * @throws ZavoraException INPUT, when it cannot be read
     */
    public Optional<byte[]> read() {
        try {
            return Optional.of(WholeFile.read(path, MAX_BYTES));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (UnusableFileException e) {
            throw unreadable(e.what(), "Name a file; of a history, move the older lines elsewhere.", e);
        } catch (IOException e) {
            throw unreadable("cannot be read", "Check the path, and who may read it.", e);
        }
    }

    /**
     * The same for one that has to be there.
     *
     * @param option by which it was named
     * @throws ZavoraException INPUT, when it cannot be read or does not exist
     */
    public byte[] readExisting(String option) {
        return read().orElseThrow(
                        () -> unreadable("does not exist", "Check the path given with " + option + ".", null));
    }

    /**
     * Its bytes as text.
     *
     * @throws ZavoraException INPUT, when they are not UTF-8
     */
    public String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw unreadable("is not UTF-8", "Save the file as UTF-8.", e);
        }
    }

    private ZavoraException unreadable(String why, String hint, @Nullable IOException cause) {
        var message = "The " + what + " " + path + " " + why + ".";
        return cause == null
                ? new ZavoraException(ErrorKind.INPUT, message, hint)
                : new ZavoraException(ErrorKind.INPUT, message, hint, cause);
    }
}

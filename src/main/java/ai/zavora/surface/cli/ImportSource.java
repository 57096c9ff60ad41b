package ai.zavora.surface.cli;

import ai.zavora.base.file.OutOfReach;
import ai.zavora.core.session.SessionDocument;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A text that is read more than once: a file as it is, anything else as a copy that is made while it is read for the
 * first time, so that what turns out to be of no use is not copied to its end.
 */
sealed interface ImportSource extends SessionDocument.Source, AutoCloseable permits CopiedInput, ImportSource.Regular {

    /**
     * The text of a file, a pipe or a device. What cannot be opened is told by {@link #open}.
     *
     * @param file opened by a thread of its own if it is no regular file, since opening a pipe may wait for ever
     * @param mostMib how much may be copied, in MiB
     */
    static ImportSource of(Path file, long mostMib) {
        return Files.isRegularFile(file) || OutOfReach.is(file) ? new Regular(file) : of(new OpenedLate(file), mostMib);
    }

    /** The text of a stream, whose reader can be interrupted while it waits. */
    static ImportSource of(InputStream in, long mostMib) {
        return new CopiedInput(new InterruptibleInput(in), mostMib);
    }

    /** Its text from the beginning; what is not UTF-8 is a {@link java.nio.charset.CharacterCodingException}. */
    @Override
    Reader open() throws IOException;

    @Override
    void close() throws IOException;

    /** The characters of some bytes. */
    static Reader reader(InputStream in) {
        return new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    }

    /** A file that can be opened again. */
    record Regular(Path file) implements ImportSource {
        @Override
        public Reader open() throws IOException {
            return reader(Files.newInputStream(file));
        }

        @Override
        public void close() {}
    }

    /** Opens a file when it is first read. It stays open until the process ends: a read of it may be waiting. */
    final class OpenedLate extends PieceInput {
        private final Path file;
        private @Nullable InputStream in;

        private OpenedLate(Path file) {
            this.file = file;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (in == null) {
                in = Files.newInputStream(file);
            }
            return in.read(target, offset, length);
        }
    }
}

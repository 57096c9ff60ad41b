package ai.zavora.surface.cli;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;

/**
 * A stream that can be read again, from a copy in the folder for temporary files that only its owner may read. Where the
 * system allows it the copy has no name, so that it is gone when the process is, however that ends. Not safe for several
 * threads.
 */
final class CopiedInput implements ImportSource {
    private static final int MIB_BITS = 20;

    private static final Set<OpenOption> TEMPORARY =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);

    private final InputStream in;
    private final long mostMib;
    private Optional<FileChannel> copy = Optional.empty();

    /**
     * @param in stays open
     * @param mostMib how much of it may be copied, in MiB: it may have no end
     */
    CopiedInput(InputStream in, long mostMib) {
        this.in = in;
        this.mostMib = mostMib;
    }

    /** The first reader copies what it is given; it must have come to the end before there is a second. */
    @Override
    public Reader open() throws IOException {
        if (copy.isPresent()) {
            return ImportSource.reader(new Again(copy.get()));
        }
        var file = name();
        var channel = create(file);
        copy = Optional.of(channel);
        return ImportSource.reader(new Copying(channel, file.resolveSibling("")));
    }

    private static FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, TEMPORARY);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private static Path name() {
        try {
            // the owner alone may read it
            return Files.createTempFile("zavora-import-", ".json");
        } catch (IOException e) {
            throw full("the folder for temporary files", e);
        }
    }

    private static ZavoraException full(String folder, IOException cause) {
        return new ZavoraException(
                ErrorKind.SESSION,
                "What is imported cannot be copied to " + folder + ", which is needed to read it twice.",
                "Check the free space and the permissions of that folder, or import from a regular file.",
                cause);
    }

    private ZavoraException tooLarge() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "What is imported is larger than " + mostMib + " MiB, the most that is taken from what is no regular"
                        + " file.",
                "Import from a regular file, or allow more with --max-mib.");
    }

    @Override
    public void close() throws IOException {
        if (copy.isPresent()) {
            copy.get().close();
        }
    }

    private final class Copying extends PieceInput {
        private final FileChannel copy;
        private final Path folder;
        private long copied;

        Copying(FileChannel copy, Path folder) {
            this.copy = copy;
            this.folder = folder;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            var count = in.read(target, offset, length);
            if (count > 0) {
                copied += count;
                if (copied > mostMib << MIB_BITS) {
                    throw tooLarge();
                }
                keep(ByteBuffer.wrap(target, offset, count));
            }
            return count;
        }

        private void keep(ByteBuffer bytes) throws IOException {
            try {
                while (bytes.hasRemaining()) {
                    copy.write(bytes);
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                throw full("the folder " + folder, e);
            }
        }
    }

    private static final class Again extends PieceInput {
        private final FileChannel copy;
        private long at;

        Again(FileChannel copy) {
            this.copy = copy;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            var count = copy.read(ByteBuffer.wrap(target, offset, length), at);
            at += Math.max(0, count);
            return count;
        }
    }
}

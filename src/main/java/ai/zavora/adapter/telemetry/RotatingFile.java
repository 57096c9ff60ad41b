package ai.zavora.adapter.telemetry;

import ai.zavora.base.file.FileReplacement;
import ai.zavora.base.file.OwnerOnly;
import ai.zavora.base.file.SameAccess;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that several processes append to, moved aside when it is full: {@code events.jsonl.1} is the newest
 * full one. Each line is one write in append mode, which the system keeps whole. Files that others may read are made
 * private when they are ours. Used by one thread.
 *
 * <p>Where the name is a link, what it leads to is written, and moved aside in its own folder.
 *
 * <p>Rotation is done under a lock on a file beside it. Whoever does not get that lock writes on: a file may then grow a
 * little over its limit, and a line may land in the file just moved aside, but none is lost.
 */
final class RotatingFile implements Closeable {
    /** How often a line that seems cut short is looked at again. */
    private static final int LOOKS = 50;

    private final Path path;
    private final long maxBytes;
    private final int keep;
    private @Nullable FileChannel channel;
    private @Nullable Object openFileKey;
    /** Where our last line ended; when the file ends there still, nobody else wrote. */
    private long ownEnd;
    /** How large the file was before the line that is being written. */
    private long openSize;

    private Optional<IOException> immovable = Optional.empty();
    private boolean lineTorn;
    private long tornLines;

    /**
     * @param maxBytes how large the file may grow
     * @param keep how many full files stay; at least 1
     */
    RotatingFile(Path path, long maxBytes, int keep) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.keep = keep;
    }

    /** What is there is neither a file nor a device that takes whatever is written: writing could wait for ever. */
    static final class NoRegularFileException extends FileSystemException {
        NoRegularFileException(Path path) {
            super(path.toString(), null, "it is no regular file");
        }
    }

    /** How many lines of other writers were found that were cut short, for instance by a full disk. */
    long tornLines() {
        return tornLines;
    }

    /** Why the full file was not moved aside when the last line was appended, which it took nevertheless. */
    Optional<IOException> immovable() {
        return immovable;
    }

    /** Appends one line. After a failure the next call starts anew. */
    void append(String line) throws IOException {
        var whole = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            rotateIfFull(whole.length);
            var out = current();
            var torn = !lineTorn && !endsWithALine();
            var start = openSize;
            // a line that a full disk cut short must not swallow this one
            var buffer = ByteBuffer.allocate(whole.length + 1);
            if (torn || lineTorn) {
                buffer.put((byte) '\n');
            }
            buffer.put(whole).flip();
            ownEnd = start + buffer.limit();
            while (buffer.hasRemaining()) {
                lineTorn = out.write(buffer) > 0 || lineTorn;
            }
            lineTorn = false;
            if (torn && wasTornAt(start)) {
                tornLines++;
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Whether the file ends with a whole line; a device always does. */
    private boolean endsWithALine() throws IOException {
        if (openSize == 0 || openSize == ownEnd) {
            return true;
        }
        for (var look = 0; look < LOOKS; look++) {
            var end = bytesAt(Math.max(0, openSize - 1), 1);
            if (openSize == 0 || end.length == 0 || end[0] == '\n') {
                return true;
            }
            // another process may be in the middle of its line
            Thread.onSpinWait();
            openSize = attributes().map(BasicFileAttributes::size).orElse(0L);
        }
        return false;
    }

    /** Whether our line now ends a line that breaks off there: its writer may have gone on before us. */
    private boolean wasTornAt(long size) throws IOException {
        var behind = bytesAt(size, 2);
        return behind.length == 2 && behind[0] == '\n' && behind[1] != '\n';
    }

    private byte[] bytesAt(long position, int count) throws IOException {
        try (var in = FileChannel.open(path, StandardOpenOption.READ)) {
            var read = ByteBuffer.allocate(count);
            var length = in.read(read, position);
            return Arrays.copyOf(read.array(), Math.max(0, length));
        } catch (NoSuchFileException | AccessDeniedException movedAsideOrWriteOnly) {
            return new byte[0];
        }
    }

    /** The channel of the file that has the name now; another process may have moved the one we knew. */
    private FileChannel current() throws IOException {
        var open = channel;
        var now = attributes();
        openSize = now.map(BasicFileAttributes::size).orElse(0L);
        if (open != null
                && openFileKey != null
                && now.isPresent()
                && openFileKey.equals(now.get().fileKey())) {
            return open;
        }
        close();
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        if (now.isPresent() && mayWaitForEver(now.get())) {
            throw new NoRegularFileException(path);
        }
        open = openPrivate(path, StandardOpenOption.APPEND);
        channel = open;
        if (now.isPresent() && Exposure.end(path)) {
            for (var number = 1; number <= keep; number++) {
                Exposure.end(numbered(Integer.toString(number)));
            }
        }
        openFileKey = attributes().map(BasicFileAttributes::fileKey).orElse(null);
        return open;
    }

    private boolean mayWaitForEver(BasicFileAttributes attributes) throws IOException {
        var fileType = 0xf000;
        var characterDevice = 0x2000;
        return attributes.isOther()
                && !(path.getFileSystem().supportedFileAttributeViews().contains("unix")
                        && ((Integer) Files.getAttribute(path, "unix:mode") & fileType) == characterDevice);
    }

    private Optional<BasicFileAttributes> attributes() throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException notThere) {
            return Optional.empty();
        }
    }

    private boolean isFull(long added) throws IOException {
        var attributes = attributes();
        return attributes.isPresent()
                && attributes.get().isRegularFile()
                && attributes.get().size() > 0
                && attributes.get().size() + added > maxBytes;
    }

    private void rotateIfFull(long added) throws IOException {
        immovable = Optional.empty();
        if (!isFull(added)) {
            return;
        }
        try (var lockFile = openLock();
                var lock = lockFile.tryLock()) {
            // looked at again: another process may have rotated it before we had the lock
            if (lock != null && isFull(added)) {
                for (var number = keep; number > 1; number--) {
                    moveIfThere(numbered(Integer.toString(number - 1)), numbered(Integer.toString(number)));
                }
                var full = numbered("1");
                moveIfThere(FileReplacement.target(path), full);
                beginLike(full);
            }
        } catch (OverlappingFileLockException anotherSinkOfThisProcess) {
            // it rotates
        } catch (IOException e) {
            immovable = Optional.of(e);
        }
    }

    /** A new one is given to whom the log belongs: else a service could not rotate what root once rotated. */
    private FileChannel openLock() throws IOException {
        var file = numbered("lock");
        try {
            var made = openNew(file);
            // only now: the system ends a lock when its process closes the file in whatever way, as this does
            SameAccess.give(path, file, SameAccess.Rights.OWNER_ONLY);
            return made;
        } catch (FileAlreadyExistsException madeBefore) {
            return openPrivate(file, StandardOpenOption.WRITE);
        }
    }

    /** Makes the new file for those who could write to the full one, unless another process was quicker. */
    private void beginLike(Path full) throws IOException {
        var file = FileReplacement.target(path);
        try (var _ = openNew(file)) {
            SameAccess.give(full, file, SameAccess.Rights.OWNER_ONLY);
        } catch (FileAlreadyExistsException anotherWriterMadeIt) {
            // it is whose it was, or of one who may write to it
        }
    }

    private Path numbered(String suffix) throws IOException {
        var file = FileReplacement.target(path);
        return file.resolveSibling(Objects.requireNonNull(file.getFileName()) + "." + suffix);
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        try {
            Exposure.end(from);
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException fewerFilesYet) {
            // nothing to move
        }
    }

    /** @throws FileAlreadyExistsException when there is one */
    private static FileChannel openNew(Path file) throws IOException {
        return FileChannel.open(
                file, EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.attributes(file));
    }

    private static FileChannel openPrivate(Path file, StandardOpenOption how) throws IOException {
        return FileChannel.open(
                file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how), OwnerOnly.attributes(file));
    }

    @Override
    public void close() {
        var open = channel;
        channel = null;
        ownEnd = 0;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // every line was written or reported before
            }
        }
    }
}

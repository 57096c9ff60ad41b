package ai.zavora.adapter.telemetry;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that several processes append to, moved aside when it is full: {@code events.jsonl.1} is the newest
 * full one. Each line is one write in append mode, which the system keeps whole. Used by one thread.
 *
 * <p>Rotation is done under a lock on a file beside it. Whoever does not get that lock writes on: a file may then grow a
 * little over its limit, and a line may land in the file just moved aside, but none is lost.
 */
final class RotatingFile implements Closeable {
    private final Path path;
    private final long maxBytes;
    private final int keep;
    private @Nullable FileChannel channel;
    private @Nullable Object openFileKey;
    private boolean lineTorn;

    /**
     * @param maxBytes how large the file may grow
     * @param keep how many full files stay; at least 1
     */
    RotatingFile(Path path, long maxBytes, int keep) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.keep = keep;
    }

    /** Appends one line. After a failure the next call starts anew. */
    void append(String line) throws IOException {
        // a line that a full disk cut short must not swallow this one
        var bytes = ((lineTorn ? "\n" : "") + line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            rotateIfFull(bytes.length);
            var buffer = ByteBuffer.wrap(bytes);
            var out = current();
            while (buffer.hasRemaining()) {
                lineTorn = out.write(buffer) > 0 || lineTorn;
            }
            lineTorn = false;
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The channel of the file that has the name now; another process may have moved the one we knew. */
    private FileChannel current() throws IOException {
        var open = channel;
        if (open != null && openFileKey != null && openFileKey.equals(fileKey())) {
            return open;
        }
        close();
        if (path.getParent() != null) {
            Files.createDirectories(path.getParent());
        }
        open = openPrivate(path, StandardOpenOption.APPEND);
        channel = open;
        openFileKey = fileKey();
        return open;
    }

    private @Nullable Object fileKey() throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException movedAside) {
            return null;
        }
    }

    private boolean isFull(long added) throws IOException {
        try {
            var attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.isRegularFile() && attributes.size() > 0 && attributes.size() + added > maxBytes;
        } catch (NoSuchFileException notYetThere) {
            return false;
        }
    }

    private void rotateIfFull(long added) throws IOException {
        if (!isFull(added)) {
            return;
        }
        try (var lockFile = openPrivate(numbered("lock"), StandardOpenOption.WRITE);
                var lock = lockFile.tryLock()) {
            // looked at again: another process may have rotated it before we had the lock
            if (lock != null && isFull(added)) {
                for (var number = keep; number > 1; number--) {
                    moveIfThere(numbered(Integer.toString(number - 1)), numbered(Integer.toString(number)));
                }
                moveIfThere(path, numbered("1"));
            }
        } catch (OverlappingFileLockException anotherSinkOfThisProcess) {
            // it rotates
        }
    }

    private Path numbered(String suffix) {
        return path.resolveSibling(Objects.requireNonNull(path.getFileName()) + "." + suffix);
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (NoSuchFileException fewerFilesYet) {
            // nothing to move
        }
    }

    private static FileChannel openPrivate(Path file, StandardOpenOption how) throws IOException {
        var attributes = file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return FileChannel.open(file, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, how), attributes);
    }

    @Override
    public void close() {
        var open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // every line was written or reported before
            }
        }
    }
}

package ai.zavora.adapter.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * Keeps other programs off a database, as SQLite's own exclusive lock does.
 *
 * <p>Taken on SQLite's lock bytes rather than through SQLite, since opening the database would change it. On most
 * systems closing any other stream of the file gives the lock up, so nothing may read it meanwhile.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#the_lock_byte_page">the lock-byte page</a>
 */
final class LegacyLock implements AutoCloseable {
    static final long FIRST_BYTE = 0x4000_0000L;
    static final long BYTES = 512;

    private final FileChannel channel;

    private LegacyLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting. Of a file that cannot be written only those who write are noticed.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when another program reads or writes the database, keeps it
     *     open in WAL mode, or is seen to have it open
     */
    static LegacyLock take(Path database) throws IOException {
        var writable = Files.isWritable(database);
        var channel = FileChannel.open(
                database,
                writable ? Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE) : Set.of(StandardOpenOption.READ));
        var free = false;
        try {
            var locked = isLocked(channel, !writable);
            // between its transactions a process without a log holds no lock
            var users = Openers.of(database).words();
            free = locked && users.isEmpty();
            if (!free) {
                throw SqliteFailures.failure(
                        "The database " + database + " is in use by " + users.orElse("another program")
                                + "; it was left as it is.",
                        "End the program that uses it, then try again.");
            }
            return new LegacyLock(channel);
        } finally {
            if (!free) {
                channel.close();
            }
        }
    }

    private static boolean isLocked(FileChannel channel, boolean shared) throws IOException {
        try {
            return channel.tryLock(FIRST_BYTE, BYTES, shared) != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

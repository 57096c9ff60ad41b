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
        var taken = false;
        try {
            taken = channel.tryLock(FIRST_BYTE, BYTES, !writable) != null;
        } catch (OverlappingFileLockException e) {
            throw busy(database);
        } finally {
            if (!taken) {
                channel.close();
            }
        }
        if (!taken) {
            throw busy(database);
        }
        // between its transactions a process without a log holds no lock
        if (Openers.of(database).words().isPresent()) {
            channel.close();
            throw busy(database);
        }
        return new LegacyLock(channel);
    }

    private static RuntimeException busy(Path database) {
        return SqliteFailures.failure(
                "The database " + database + " is in use by "
                        + Openers.of(database).words().orElse("another program") + "; it was left as it is.",
                "End the program that uses it, then try again.");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

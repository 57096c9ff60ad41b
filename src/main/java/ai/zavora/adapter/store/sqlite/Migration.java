package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.file.SameAccess;
import ai.zavora.core.session.SessionMigration;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Brings a SQLite file to the present form: upgrades one of ours, and imports one of the earlier Rust version. The
 * original is always kept beside it.
 */
public final class Migration implements SessionMigration {
    /** Where SQLite's file header holds what the file is (sqlite.org/fileformat.html, 1.3). */
    private static final int APPLICATION_ID_AT = 68;

    private final SqliteUrl url;

    private Migration(SqliteUrl url) {
        this.url = url;
    }

    /**
     * The migration of a database, which need not exist.
     *
     * @param databaseUrl as {@link SqliteStore#open} takes it
     * @param workingFolder what a relative path is relative to
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the URL has another form
     */
    public static Migration of(String databaseUrl, Path workingFolder) {
        return new Migration(SqliteUrl.parse(databaseUrl, workingFolder));
    }

    @Override
    public Report run() {
        if (url.file().isEmpty()) {
            return Report.unchanged(Outcome.NOT_NEEDED);
        }
        var file = url.file().get();
        DatabaseFile.requireInReach(file);
        try {
            var files = new LegacyFiles(Files.exists(file) ? file.toRealPath() : file);
            if (files.nothing()) {
                DatabaseFile.requireNotLost(file);
                return Report.unchanged(Outcome.NO_DATABASE);
            }
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                DatabaseFile.ensure(file);
                if (DatabaseFile.size(file) == 0) {
                    return Report.unchanged(Outcome.NO_DATABASE);
                }
            }
            return isOurs(files.database()) && files.leftovers().isEmpty() ? upgrade() : locked(files);
        } catch (ClosedByInterruptException e) {
            throw new InterruptedWorkException();
        } catch (IOException e) {
            throw SqliteFailures.failure(
                    "The session database " + file + " cannot be imported: a file beside it cannot be written or read.",
                    "Check the permissions and the free space of its folder, then run migrate again.",
                    e);
        }
    }

    /** Reads the header itself: SQLite would first complete what was cut off, and so change a file that is not ours. */
    private static boolean isOurs(Path file) throws IOException {
        if (DatabaseFile.size(file) < APPLICATION_ID_AT + Integer.BYTES) {
            return false;
        }
        try (var in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(APPLICATION_ID_AT);
            return in.readInt() == Schema.APPLICATION_ID;
        }
    }

    private Report upgrade() {
        // what is up to date needs no writing
        try (var connections = Connections.openToLook(url)) {
            var copy = connections.copy();
            return copy.isPresent()
                    ? new Report(Outcome.UPGRADED, copy, Counts.NONE)
                    : Report.unchanged(Outcome.CURRENT);
        }
    }

    /** One process at a time imports; whoever comes second finds it done. */
    private Report locked(LegacyFiles files) throws IOException {
        DatabaseFile.ensure(files.lock());
        // what is cut off is finished by whoever comes next, who may be somebody else
        SameAccess.giveToOwnerOfFolder(files.lock());
        SameAccess.shareWithGroupOfFolder(files.lock());
        try (var channel = FileChannel.open(files.lock(), StandardOpenOption.WRITE)) {
            if (channel.tryLock() == null) {
                throw busy(files);
            }
            try {
                if (Files.exists(files.database()) && isOurs(files.database())) {
                    files.removeSource();
                    files.removeUnfinished();
                    return upgrade();
                }
                return imported(files);
            } finally {
                Files.deleteIfExists(files.lock());
            }
        } catch (OverlappingFileLockException e) {
            throw busy(files);
        }
    }

    private static RuntimeException busy(LegacyFiles files) {
        return SqliteFailures.failure(
                "The database " + files.database() + " is being imported by another process.",
                "Wait until that has ended.");
    }

    private static Report imported(LegacyFiles files) throws IOException {
        var work = new LegacyImport(files);
        try {
            work.fill();
        } catch (RuntimeException | IOException e) {
            files.removeUnfinished();
            throw e;
        } catch (OutOfMemoryError e) {
            files.removeUnfinished();
            throw SqliteFailures.failure(
                    "A message in the database " + files.database()
                            + " is too large for the memory of this process; the database was left as it is.",
                    "Give more memory, for example ZAVORA_JAVA_OPTS=-Xmx4g, and run migrate again.");
        }
        // whoever writes now would write to a file that is moved away
        try (var _ = LegacyLock.take(files.database())) {
            InterruptedWorkException.check();
            var original = work.keepOriginal();
            work.removeLogs();
            work.exchange();
            return new Report(Outcome.IMPORTED, Optional.of(original), work.counts());
        } catch (ClosedByInterruptException | InterruptedWorkException e) {
            undo(files);
            throw new InterruptedWorkException();
        }
    }

    /** Puts the original back, unless the import has its place already. */
    private static void undo(LegacyFiles files) throws IOException {
        // else every file that is opened now would be closed at once
        var interrupted = Thread.interrupted();
        try {
            files.restore();
            files.removeUnfinished();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

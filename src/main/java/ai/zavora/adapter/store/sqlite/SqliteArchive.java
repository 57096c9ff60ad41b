package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.Leftovers;
import ai.zavora.core.session.ArchiveContents;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.Restoration;
import ai.zavora.core.session.RestorePreview;
import ai.zavora.core.session.SessionArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** Backups of a SQLite session database. Holds nothing open between calls. */
public final class SqliteArchive implements SessionArchive {
    private final Path file;
    private final InstantSource clock;

    private SqliteArchive(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * The archive of a database, which need not exist.
     *
     * @param url as {@link SqliteStore#open} takes it
     * @param workingFolder what a relative path is relative to
     * @param clock tells which marks of use have run out, and which copies nobody writes any more
     * @throws ZavoraException INPUT, when the URL has another form or names no file
     */
    public static SqliteArchive of(String url, Path workingFolder, InstantSource clock) {
        return new SqliteArchive(
                SqliteUrl.parse(url, workingFolder)
                        .file()
                        .orElseThrow(() -> new ZavoraException(
                                ErrorKind.INPUT,
                                "Sessions in memory are in no file that could be backed up.",
                                "Name a file in --session-db-url.")),
                clock);
    }

    @Override
    public ArchiveContents backup(Path target, Existing existing) {
        requireDatabase();
        var backup = Backup.to(target.toAbsolutePath().normalize(), place());
        removeLeftovers(backup.database());
        removeLeftovers(backup.target());
        return backup.take(existing);
    }

    @Override
    public RestorePreview preview(Path backup) {
        var restore = restore();
        ArchiveContents contents;
        try (var copy = restore.copyToLook(backup)) {
            contents = restore.checked(copy, backup);
        } catch (IOException e) {
            throw leftover(e);
        }
        return restore.preview(named(contents, backup));
    }

    @Override
    public Restoration restore(Path backup) {
        var restore = restore();
        removeLeftovers(restore.database());
        try (var copy = restore.copy(backup)) {
            var contents = restore.checked(copy, backup);
            copy.force();
            var kept = restore.swap(copy);
            return new Restoration(named(contents, restore.database()), kept);
        } catch (IOException e) {
            throw leftover(e);
        }
    }

    @Override
    public Path database() {
        return place();
    }

    @Override
    public Optional<RepairReport> repair(SessionOwner fallback) {
        requireDatabase();
        removeLeftovers(place());
        return new Repair(place(), fallback, clock).run();
    }

    private Restore restore() {
        DatabaseFile.requireInReach(file);
        if (Files.exists(file)) {
            DatabaseFile.requireFile(file);
        }
        return new Restore(place(), clock);
    }

    private void removeLeftovers(Path beside) {
        Leftovers.COPIES.removeBeside(beside, clock.instant());
    }

    /** SQLite keeps the log beside the file that a link leads to. */
    private Path place() {
        try {
            return Files.exists(file) ? file.toRealPath() : file;
        } catch (IOException e) {
            throw SqliteFailures.failure(
                    "The session database " + file + " cannot be found.", "Check the permissions of its folder.", e);
        }
    }

    private static ArchiveContents named(ArchiveContents contents, Path file) {
        return new ArchiveContents(file, contents.sessions(), contents.events(), contents.bytes());
    }

    private ZavoraException leftover(IOException cause) {
        return SqliteFailures.failure(
                "Writing beside the session database " + file + " failed.",
                "Check the permissions and the free space of its folder.",
                cause);
    }

    private void requireDatabase() {
        DatabaseFile.requireInReach(file);
        DatabaseFile.requireNotLost(file);
        if (!Files.exists(file)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "There is no session database " + file + " yet.",
                    "Check --session-db-url, or hold a conversation with --session-backend sqlite first.");
        }
        DatabaseFile.requireFile(file);
    }
}

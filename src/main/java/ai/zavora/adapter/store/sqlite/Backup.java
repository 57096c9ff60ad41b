package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.FileReplacement;
import ai.zavora.base.file.SameAccess;
import ai.zavora.core.session.ArchiveContents;
import ai.zavora.core.session.SessionArchive.Existing;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * One copy of a database that others may be using.
 *
 * @param database what is copied
 * @param target where the copy goes, links resolved
 */
record Backup(Path database, Path target) {

    /**
     * A backup to where a path leads: a link to a file stays one.
     *
     * @throws ZavoraException INPUT, when it leads nowhere, or to what is no file
     */
    static Backup to(Path named, Path database) {
        // before links are followed: some devices lead to a name that nothing has
        requireFile(named);
        try {
            var target = FileReplacement.target(named);
            // the database's own path is without links, too
            var folder = target.resolveSibling("");
            return new Backup(
                    database, Files.exists(folder) ? folder.toRealPath().resolve(target.getFileName()) : target);
        } catch (FileSystemLoopException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The links of " + named + " lead in a circle.", "Name another file.", e);
        } catch (IOException e) {
            throw unwritable(named, e);
        }
    }

    ArchiveContents take(Existing existing) {
        requireFree(existing);
        try (var scratch = scratch()) {
            copyInto(scratch.file());
            var contents = ArchiveCopy.finish(scratch.file(), database, purpose());
            requireSound(scratch.file());
            scratch.force();
            // once more: copying may have taken a while
            requireFree(existing);
            keepOwner(scratch.file());
            scratch.moveTo(target);
            return new ArchiveContents(target, contents.sessions(), contents.events(), contents.bytes());
        } catch (IOException e) {
            throw SqliteFailures.unwritten(purpose(), e);
        }
    }

    /** So that no good backup is replaced by one that nobody could use. */
    private void requireSound(Path copy) {
        var flaws = ArchiveCopy.flaws(copy, database);
        if (flaws.isDamage()) {
            throw SqliteFailures.failure(
                    "No backup of the session database " + database + " was made: " + flaws.damage() + ".",
                    "An earlier backup is as it was. Look with '" + GivenOptions.DATABASE_COMMAND
                            + " doctor --full'; '" + GivenOptions.DATABASE_COMMAND
                            + " doctor --repair' saves what can be read into a new database, of which a backup can be"
                            + " made.");
        }
    }

    /** A backup of whose the database is stays his, also where root replaces it; nobody else is given the conversations. */
    private void keepOwner(Path copy) throws IOException {
        if (Files.exists(target) && Files.getOwner(target).equals(Files.getOwner(database))) {
            SameAccess.give(target, copy, SameAccess.Rights.OWNER_ONLY);
        }
    }

    private Scratch scratch() {
        try {
            return Scratch.beside(target);
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private String purpose() {
        return "The backup " + target;
    }

    private void copyInto(Path copy) {
        var url = new SqliteUrl(Optional.of(database));
        try (var connections = Connections.openToLook(url)) {
            // one read transaction: others may write meanwhile, and what they write is not in the copy
            connections.read(source -> vacuum(source, copy));
        }
    }

    private boolean vacuum(Database source, Path copy) throws SQLException {
        try {
            source.copyInto(copy);
            return true;
        } catch (SQLException e) {
            // the source is only read
            if (SqliteFailures.isRefusedWrite(e)) {
                throw SqliteFailures.unwritten(purpose(), e);
            }
            throw e;
        }
    }

    private static void requireFile(Path path) {
        if (Files.isDirectory(path)) {
            throw refused(path, " is a folder.", "Name a file.");
        }
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw refused(path, " is a pipe, a socket or a device and not a file.", "Name a file.");
        }
    }

    private void requireFree(Existing existing) {
        requireFile(target);
        if (isDatabaseItself()) {
            throw refused(target, " is the session database itself.", "Name another file.");
        }
        if (DatabaseFile.BESIDE.stream().anyMatch(target.toString()::endsWith)) {
            throw refused(target, " has a name that SQLite gives to a log and removes.", "Name another file.");
        }
        // what SQLite would complete, or undo, in the backup when it is first opened
        for (var beside : List.of(DatabaseFile.log(target), DatabaseFile.journal(target))) {
            if (DatabaseFile.size(beside) > 0) {
                throw refused(
                        target,
                        " would be given the changes that " + beside + " holds for another database.",
                        "Name another file.");
            }
        }
        if (existing == Existing.KEEP && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw refused(target, " exists already.", "Name another file, or replace it with --force.");
        }
        if (!isReplaceable()) {
            throw refused(target, " is there, and is no backup.", "Name another file, or remove this one first.");
        }
    }

    /** Nothing, an empty file or a backup: a slip must not take keys, settings, another's database or sessions in use. */
    private boolean isReplaceable() {
        try {
            return DatabaseFile.size(target) == 0 || ArchiveCopy.isOne(target);
        } catch (AccessDeniedException e) {
            throw refused(
                    target,
                    " is there and cannot be read, so that nobody knows what it is.",
                    "Name another file, or remove this one first.");
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private boolean isDatabaseItself() {
        try {
            return target.equals(database)
                    || target.equals(DatabaseFile.log(database))
                    || target.equals(DatabaseFile.index(database))
                    || target.equals(DatabaseFile.journal(database))
                    || (Files.exists(target) && Files.isSameFile(target, database));
        } catch (IOException e) {
            throw unwritable(target, e);
        }
    }

    private static ZavoraException refused(Path path, String why, String hint) {
        return new ZavoraException(ErrorKind.INPUT, "The file " + path + why, hint);
    }

    private static ZavoraException unwritable(Path path, IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The backup " + path + " cannot be written.",
                "Check that its folder exists, that you may write there, and the free space.",
                cause);
    }
}

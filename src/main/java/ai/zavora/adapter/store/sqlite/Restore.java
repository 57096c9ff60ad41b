package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.ArchiveContents;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The steps of putting a backup in a database's place. A crash between them loses nothing: until the last one the
 * database is where it was, and then it has a second name.
 *
 * @param database the place, with links resolved
 */
record Restore(Path database, InstantSource clock) {

    /** Copies the backup beside the database. */
    Scratch copy(Path backup) {
        requireBackup(backup);
        try {
            if (database.getParent() != null) {
                Files.createDirectories(database.getParent());
            }
            var scratch = Scratch.beside(database);
            try {
                scratch.fill(backup);
                return scratch;
            } catch (IOException | RuntimeException e) {
                scratch.close();
                throw e;
            }
        } catch (IOException e) {
            throw SqliteFailures.unwritten(purpose(backup), e);
        }
    }

    /** What the copy is, as the beginning of a sentence. */
    String purpose(Path backup) {
        return "A copy of the backup " + backup + " beside the session database " + database;
    }

    private void requireBackup(Path backup) {
        if (!Files.exists(backup)) {
            throw new ZavoraException(ErrorKind.INPUT, "The file " + backup + " does not exist.", "Check the path.");
        }
        if (!Files.isRegularFile(backup)) {
            throw new ZavoraException(ErrorKind.INPUT, backup + " is no regular file.", "Name a backup.");
        }
        try {
            if (Files.exists(database) && Files.isSameFile(backup, database)) {
                throw new ZavoraException(
                        ErrorKind.INPUT,
                        "The file " + backup + " is the session database itself.",
                        "Name a backup, or the database it is to replace with --session-db-url.");
            }
            // so that whatever fails later is a matter of the place it is copied to
            Files.newInputStream(backup).close();
        } catch (IOException e) {
            throw unreadable(backup, e);
        }
    }

    private static ZavoraException unreadable(Path backup, IOException cause) {
        return new ZavoraException(
                ErrorKind.INPUT, "The backup " + backup + " cannot be read.", "Check that you may read it.", cause);
    }

    /** What is in the place now; empty when nothing is there or it cannot be read. */
    Optional<ArchiveContents> present() {
        if (!Files.isRegularFile(database) || DatabaseFile.isUnusable(database)) {
            return Optional.empty();
        }
        try (var now = Database.unchanged(database)) {
            return Optional.of(ArchiveCopy.contents(now, database));
        } catch (SQLException e) {
            // it is what the backup is to replace
            return Optional.empty();
        }
    }

    /**
     * Puts a checked copy in the database's place.
     *
     * @return where what was there is now
     */
    Optional<Path> swap(Scratch copy) {
        if (!DatabaseFile.isUnusable(database)) {
            DatabaseFile.ensure(database);
            DatabaseFile.requireWritable(database);
        }
        try (var seal = Seal.of(database, clock)) {
            var kept = keep();
            if (seal.lock().isEmpty()) {
                keepLog(kept);
            }
            copy.moveTo(database);
            return kept;
        } catch (IOException e) {
            throw SqliteFailures.failure(
                    "The session database " + database + " cannot be replaced.",
                    "Check the permissions and the free space of its folder; the database is as it was.",
                    e);
        }
    }

    /** Gives what is there a second name, the first that is free. */
    Optional<Path> keep() throws IOException {
        if (DatabaseFile.isBlank(database)) {
            return Optional.empty();
        }
        for (var number = 1; ; number++) {
            var name = database.getFileName() + ".before-restore" + (number == 1 ? "" : "-" + number);
            var kept = database.resolveSibling(name);
            try {
                if (DatabaseFile.size(DatabaseFile.log(kept)) == 0
                        && DatabaseFile.size(DatabaseFile.journal(kept)) == 0) {
                    Files.createLink(kept, database);
                    return Optional.of(kept);
                }
            } catch (FileAlreadyExistsException e) {
                // the next one
            }
        }
    }

    /** A damaged database keeps what is beside it; left behind, it would be taken for the new database's. */
    private void keepLog(Optional<Path> kept) throws IOException {
        if (kept.isPresent()) {
            keep(DatabaseFile.log(database), DatabaseFile.log(kept.get()));
            keep(DatabaseFile.journal(database), DatabaseFile.journal(kept.get()));
        }
        Files.deleteIfExists(DatabaseFile.log(database));
        Files.deleteIfExists(DatabaseFile.index(database));
        Files.deleteIfExists(DatabaseFile.journal(database));
    }

    private static void keep(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to);
        }
    }
}

package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.OutOfReach;
import ai.zavora.base.file.SameAccess;
import ai.zavora.core.session.ArchiveContents;
import ai.zavora.core.session.DatabaseState.Format;
import ai.zavora.core.session.RestorePreview;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
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
    private static final String ANOTHER = "Name another backup. What this one still holds can be saved with"
            + " 'zavora-cli doctor --repair', --session-backend sqlite and this file in --session-db-url.";

    /** Copies the backup beside the database, whose folder is made if need be. */
    Scratch copy(Path backup) {
        requireBackup(backup);
        try {
            if (database.getParent() != null) {
                SameAccess.createFolders(database.getParent());
            }
        } catch (IOException e) {
            throw SqliteFailures.unwritten(purpose(backup), e);
        }
        return copyBeside(database, backup);
    }

    /** Copies the backup to where the database would be, as far as the folders are there. */
    Scratch copyToLook(Path backup) {
        requireBackup(backup);
        var place = database;
        while (place.getParent() != null && Files.notExists(place.getParent())) {
            place = place.getParent();
        }
        return copyBeside(place, backup);
    }

    private Scratch copyBeside(Path place, Path backup) {
        try {
            var scratch = Scratch.beside(place);
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

    /**
     * Makes the copy one that can take the database's place.
     *
     * @throws ZavoraException SESSION, when the backup is none or is damaged, or the copy cannot be written
     */
    ArchiveContents checked(Scratch copy, Path backup) {
        try {
            var contents = ArchiveCopy.finish(copy.file(), backup, purpose(backup));
            var flaws = ArchiveCopy.flaws(copy.file(), backup);
            if (flaws.isDamage()) {
                throw SqliteFailures.failure(
                        "The backup " + backup + " is damaged: " + flaws.damage() + ".",
                        ANOTHER + " Then restore the database that it writes.");
            }
            return contents;
        } catch (SqliteFailures.UnusableException e) {
            throw unusable(backup, e);
        }
    }

    private static ZavoraException unusable(Path backup, SqliteFailures.UnusableException cause) {
        return switch (cause.flaw()) {
            case DAMAGED ->
                SqliteFailures.failure("The backup " + backup + " is damaged, or is no database.", ANOTHER, cause);
            case FOREIGN ->
                SqliteFailures.failure(
                        "The file " + backup + " is no backup: it belongs to another program.",
                        "Name a file that 'sessions backup' wrote.",
                        cause);
            case NEWER ->
                SqliteFailures.failure(
                        "The backup " + backup + " has a newer format than the " + Schema.VERSION + " known here.",
                        "Update zavora-cli, or name a backup of this version or an older one.",
                        cause);
            case LEGACY ->
                SqliteFailures.failure(
                        "The file " + backup + " is no backup: it holds sessions of the earlier Rust version of"
                                + " zavora-cli.",
                        "Import them with 'zavora-cli migrate', --session-backend sqlite and this file in --session-db-url;"
                                + " the original is kept.",
                        cause);
            case NEWER_LEGACY ->
                SqliteFailures.failure(
                        "The file " + backup + " is no backup: it holds sessions of the Rust version of zavora-cli in a"
                                + " format newer than the " + Schema.LEGACY_VERSION + " known here.",
                        "Name a file that 'sessions backup' wrote.",
                        cause);
        };
    }

    /** What the copy is, as the beginning of a sentence. */
    private String purpose(Path backup) {
        return "A copy of the backup " + backup + " beside the session database " + database;
    }

    private void requireBackup(Path backup) {
        // one out of reach is told of when it is opened
        var inReach = !OutOfReach.is(backup);
        if (inReach && !Files.exists(backup)) {
            throw new ZavoraException(ErrorKind.INPUT, "The file " + backup + " does not exist.", "Check the path.");
        }
        if (inReach && !Files.isRegularFile(backup)) {
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

    /**
     * What {@link #swap} would do, without doing it.
     *
     * @throws ZavoraException SESSION, when it would be refused whatever others do
     */
    RestorePreview preview(ArchiveContents backup) {
        var users = Seal.users(database, clock);
        if (!Files.isRegularFile(database) || DatabaseFile.isBlank(database)) {
            return new RestorePreview(backup, database, Optional.empty(), false, Optional.empty(), users);
        }
        var kept = Optional.of(kept(1));
        if (DatabaseFile.isUnusable(database)) {
            return new RestorePreview(backup, database, Optional.empty(), false, kept, users);
        }
        DatabaseFile.requireWritable(database);
        try (var now = Database.unchanged(database)) {
            Schema.requireOurs(now);
            return new RestorePreview(backup, database, present(now), isLegacy(now), kept, users);
        } catch (SQLException e) {
            // it is what the backup is to replace
            return new RestorePreview(backup, database, Optional.empty(), false, kept, users);
        }
    }

    /** One that an import would take, unless it is damaged. */
    private static boolean isLegacy(Database now) throws SQLException {
        return Schema.format(now) == Format.LEGACY;
    }

    private Optional<ArchiveContents> present(Database now) {
        try {
            return Optional.of(ArchiveCopy.contents(now, database));
        } catch (SQLException e) {
            // damaged, or of the earlier version
            return Optional.empty();
        }
    }

    /**
     * Puts a checked copy in the database's place.
     *
     * @return where what was there is now
     */
    Optional<Path> swap(Scratch copy) {
        if (!Files.exists(database)) {
            begin();
        }
        if (!DatabaseFile.isUnusable(database)) {
            DatabaseFile.requireWritable(database);
        }
        shareable(copy);
        try (var seal = Seal.of(database, clock)) {
            var kept = keep();
            if (seal.lock().isEmpty()) {
                keepLog(kept);
            }
            if (Files.exists(database)) {
                SameAccess.give(database, copy.file(), SameAccess.Rights.SAME);
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

    /** Makes an empty database where there is none; as nobody had it, it is for whom its folder belongs to. */
    private void begin() {
        DatabaseFile.requireInReach(database);
        try {
            // another database would take what this one left for its own
            keepLog(Optional.of(kept(1)));
            DatabaseFile.ensure(database);
            SameAccess.giveToOwnerOfFolder(database);
        } catch (IOException e) {
            throw SqliteFailures.unwritten("The session database " + database, e);
        }
    }

    /** In the database's place nobody who reads it for long, as a backup does, may keep turns from being written. */
    private void shareable(Scratch copy) {
        try {
            try (var restored = Database.copy(copy.file().toString(), database.toString())) {
                restored.text("PRAGMA journal_mode = WAL");
            }
            copy.force();
        } catch (SQLException e) {
            throw SqliteFailures.unwritten("A copy beside the session database " + database, e);
        } catch (IOException e) {
            throw SqliteFailures.unwritten("A copy beside the session database " + database, e);
        }
    }

    /** Gives what is there a second name, the first that is free. */
    Optional<Path> keep() throws IOException {
        if (DatabaseFile.isBlank(database)) {
            return Optional.empty();
        }
        for (var number = 1; ; number++) {
            var kept = kept(number);
            try {
                Files.createLink(kept, database);
                return Optional.of(kept);
            } catch (FileAlreadyExistsException e) {
                // somebody was quicker: the next one
            }
        }
    }

    /** The first free name of what is replaced, from that number on. */
    private Path kept(int from) {
        for (var number = from; ; number++) {
            var name = database.getFileName() + ".before-restore" + (number == 1 ? "" : "-" + number);
            var kept = database.resolveSibling(name);
            if (Files.notExists(kept, LinkOption.NOFOLLOW_LINKS)
                    && DatabaseFile.size(DatabaseFile.log(kept)) == 0
                    && DatabaseFile.size(DatabaseFile.journal(kept)) == 0) {
                return kept;
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

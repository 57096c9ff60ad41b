package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.session.ArchiveContents;
import ai.zavora.core.session.DatabaseState.Checked;
import ai.zavora.core.session.DatabaseState.Flaws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.OptionalLong;

/** A copy of a database that nobody uses yet. */
final class ArchiveCopy {
    /** Where the header says which versions of the format may write and read the file. */
    private static final int FORMATS = 18;

    private static final int WITHOUT_LOG = 1;

    private ArchiveCopy() {}

    /**
     * Takes out what belongs to running processes and what was to be cleared away, checks the rest and leaves one file
     * that needs no other beside it, as large as what it holds: nothing that was deleted can be found in it.
     *
     * @param original what it is a copy of, as messages name it
     * @param purpose what it is to become, as messages begin with it
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it is damaged, of another program or version, or cannot
     *     be written
     */
    static ArchiveContents finish(Path copy, Path original, String purpose) {
        ArchiveContents contents;
        try {
            contents = isRoomLeftInCleared(copy, original) ? compacted(copy, original) : contents(copy, original);
        } catch (SQLException e) {
            throw SqliteFailures.isRefusedWrite(e)
                    ? SqliteFailures.unwritten(purpose, e)
                    : SqliteFailures.of(e, original.toString());
        } catch (IOException e) {
            throw SqliteFailures.unwritten(purpose, e);
        }
        requireNoLog(copy, purpose);
        return contents;
    }

    /** Takes out what does not belong into it; whether pages are left that hold nothing any more. */
    private static boolean isRoomLeftInCleared(Path copy, Path original) throws SQLException {
        try (var database = Database.copy(copy.toString(), original.toString())) {
            requireTables(database);
            Schema.prepareCopy(database);
            requireWhole(database);
            clear(database);
            if (!database.text("PRAGMA journal_mode = DELETE").equals("delete")) {
                throw SqliteFailures.damaged(database.name());
            }
            return database.number("PRAGMA freelist_count") > 0;
        }
    }

    /**
     * Writes it anew without free pages. Into a file beside it: what VACUUM does in place it does twice, and by way of the
     * folder for temporary files.
     */
    private static ArchiveContents compacted(Path copy, Path original) throws SQLException, IOException {
        try (var compact = Scratch.beside(copy)) {
            try (var database = Database.copy(copy.toString(), original.toString())) {
                database.copyInto(compact.file());
            }
            try (var database = Database.copy(compact.file().toString(), original.toString())) {
                requireWhole(database);
            }
            compact.force();
            compact.moveTo(copy);
        }
        return contents(copy, original);
    }

    /**
     * Reads every row of a finished copy: SQLite, which looked at its structure, knows nothing of what is in them.
     *
     * @throws ai.zavora.base.error.InterruptedWorkException when the thread is interrupted
     */
    static Flaws flaws(Path copy, Path original) {
        try (var database = Database.copy(copy.toString(), original.toString())) {
            return RowCheck.of(database);
        } catch (SQLException e) {
            throw SqliteFailures.of(e, original.toString());
        }
    }

    private static ArchiveContents contents(Path copy, Path original) throws SQLException {
        try (var database = Database.copy(copy.toString(), original.toString())) {
            return contents(database, copy);
        }
    }

    /**
     * SQLite keeps to itself when the disk fails while the header is changed to that of a database without a log
     * (sqlite.org/fileformat2.html, 1.3.3).
     */
    private static void requireNoLog(Path copy, String purpose) {
        try {
            if (!isWithoutLog(copy)) {
                throw SqliteFailures.unwritten(purpose, new IOException("the header of " + copy + " was not changed"));
            }
        } catch (IOException e) {
            throw SqliteFailures.unwritten(purpose, e);
        }
    }

    private static boolean isWithoutLog(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            var header = in.readNBytes(FORMATS + 2);
            return header.length == FORMATS + 2 && header[FORMATS] == WITHOUT_LOG && header[FORMATS + 1] == WITHOUT_LOG;
        }
    }

    /** Whether a file is such a copy, by its header: one that a program used since has a log, so it is no copy any more. */
    static boolean isOne(Path file) throws IOException {
        if (!isWithoutLog(file)) {
            return false;
        }
        try (var pages = PageFile.open(file)) {
            return pages.isIntact()
                    && pages.applicationId() == Schema.APPLICATION_ID
                    && pages.userVersion() <= Schema.VERSION;
        }
    }

    /** What a readable database holds. */
    static ArchiveContents contents(Database database, Path file) throws SQLException {
        return new ArchiveContents(
                file,
                database.number("SELECT count(*) FROM journal_session"),
                database.number("SELECT coalesce(sum(last_seq), 0) FROM journal_session"),
                database.number("PRAGMA page_count") * database.number("PRAGMA page_size"));
    }

    private static void requireTables(Database database) throws SQLException {
        if (database.number("SELECT count(*) FROM sqlite_master") == 0) {
            throw SqliteFailures.failure(
                    "The file " + database.name() + " is empty: it holds no sessions.", "Name another backup.");
        }
    }

    /** SQLite looks at every page. */
    private static void requireWhole(Database database) throws SQLException {
        if (!SqliteInspection.isSound(database, Checked.FULLY)) {
            throw SqliteFailures.damaged(database.name());
        }
    }

    private static void clear(Database database) throws SQLException {
        database.transaction(() -> {
            database.execute("DELETE FROM journal_lease");
            database.execute("DELETE FROM journal_hold");
            var next = OptionalLong.of(Long.MIN_VALUE);
            while (next.isPresent()) {
                InterruptedWorkException.check();
                next = Garbage.clear(database, next.getAsLong(), Long.MAX_VALUE);
            }
            return true;
        });
    }
}

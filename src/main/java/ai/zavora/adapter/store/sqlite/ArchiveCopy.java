package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.ArchiveContents;
import java.nio.file.Path;
import java.sql.SQLException;

/** A copy of a database that nobody uses yet. */
final class ArchiveCopy {
    private ArchiveCopy() {}

    /**
     * Takes out what belongs to running processes and what was to be cleared away, checks the rest and leaves one file
     * that needs no other beside it.
     *
     * @param original what it is a copy of, as messages name it
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it is damaged, or of another program or version
     */
    static ArchiveContents finish(Path copy, Path original) {
        try (var database = Database.copy(copy.toString(), original.toString())) {
            requireTables(database);
            Schema.prepare(database);
            requireWhole(database);
            clear(database);
            if (!database.text("PRAGMA journal_mode = DELETE").equals("delete")) {
                throw SqliteFailures.damaged(database.name());
            }
            return contents(database, copy);
        } catch (SQLException e) {
            throw SqliteFailures.of(e, original.toString());
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
        if (!database.text("PRAGMA integrity_check(1)").equals("ok")) {
            throw SqliteFailures.damaged(database.name());
        }
    }

    private static void clear(Database database) throws SQLException {
        database.transaction(() -> {
            database.execute("DELETE FROM journal_lease");
            database.execute("DELETE FROM journal_hold");
            database.execute("DELETE FROM journal_event WHERE EXISTS (SELECT 1 FROM journal_garbage"
                    + " WHERE key BETWEEN first_key AND last_key)");
            database.execute("DELETE FROM journal_garbage");
            return true;
        });
    }
}

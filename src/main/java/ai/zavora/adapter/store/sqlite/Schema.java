package ai.zavora.adapter.store.sqlite;

import ai.zavora.adapter.store.sqlite.SqliteFailures.Flaw;
import ai.zavora.adapter.store.sqlite.SqliteFailures.UnusableException;
import ai.zavora.base.config.GivenOptions;
import ai.zavora.core.session.DatabaseState.Format;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The tables of a session database and how to tell ours from others.
 *
 * <p>An entry's key is {@code session * 2^32 + seq}: one B-tree in reading order and no second index, which a table keyed
 * by both columns would need. The view {@code journal} shows the columns to people.
 */
final class Schema {
    /** "ZAVR" in ASCII, kept in the file's header so that tools can tell what the file is. */
    static final int APPLICATION_ID = 0x5A415652;

    /** What version 2 added: marks of use, events that wait to be cleared away, state of imported sessions. */
    private static final List<String> ADDED_IN_2 = List.of(
            """
            CREATE TABLE journal_hold (
              app TEXT NOT NULL,
              user TEXT NOT NULL,
              session_id TEXT NOT NULL,
              token INTEGER NOT NULL,
              host TEXT NOT NULL,
              pid INTEGER NOT NULL,
              started_unix_ms INTEGER NOT NULL,
              expires_unix_ms INTEGER NOT NULL,
              PRIMARY KEY (app, user, session_id, token)) WITHOUT ROWID""",
            "CREATE TABLE journal_garbage (first_key INTEGER PRIMARY KEY, last_key INTEGER NOT NULL)",
            """
            CREATE TABLE journal_state (
              scope TEXT NOT NULL CHECK (scope IN ('app', 'user')),
              app TEXT NOT NULL,
              user TEXT NOT NULL,
              state TEXT NOT NULL,
              updated_unix_ns INTEGER NOT NULL,
              PRIMARY KEY (scope, app, user)) WITHOUT ROWID""",
            "PRAGMA user_version = 2");

    /** Version 1. */
    private static final List<String> CREATE = List.of(
            """
            CREATE TABLE journal_session (
              id INTEGER PRIMARY KEY AUTOINCREMENT,
              app TEXT NOT NULL,
              user TEXT NOT NULL,
              session_id TEXT NOT NULL,
              created_unix_ns INTEGER NOT NULL,
              updated_unix_ns INTEGER NOT NULL,
              last_seq INTEGER NOT NULL,
              UNIQUE (app, user, session_id))""",
            "CREATE INDEX journal_session_recent ON journal_session (app, user, updated_unix_ns DESC, session_id)",
            "CREATE TABLE journal_event (key INTEGER PRIMARY KEY, entry TEXT NOT NULL)",
            """
            CREATE TABLE journal_lease (
              app TEXT NOT NULL,
              user TEXT NOT NULL,
              session_id TEXT NOT NULL,
              token INTEGER NOT NULL,
              host TEXT NOT NULL,
              pid INTEGER NOT NULL,
              started_unix_ms INTEGER NOT NULL,
              expires_unix_ms INTEGER NOT NULL,
              PRIMARY KEY (app, user, session_id)) WITHOUT ROWID""",
            """
            CREATE VIEW journal AS
              SELECT s.app, s.user, s.session_id, e.key & 4294967295 AS seq, e.entry
              FROM journal_event e JOIN journal_session s ON s.id = e.key >> 32""",
            "PRAGMA application_id = " + APPLICATION_ID,
            "PRAGMA user_version = 1");

    /** From nothing to the present version, one step a version. */
    private static final List<List<String>> STEPS = List.of(CREATE, ADDED_IN_2);

    static final int VERSION = STEPS.size();

    /** The newest format of the earlier Rust version that is known. */
    static final int LEGACY_VERSION = 1;

    private Schema() {}

    /**
     * Makes sure that the database is one of ours in the present version: creates the tables in an empty one and adds
     * what an older one lacks, after a copy of it was put beside it. Nothing else is ever changed.
     *
     * @return the copy of an older one; empty when none was made
     * @throws ai.zavora.base.error.ZavoraException SESSION, when the file belongs to another program or a newer version
     */
    static Optional<Path> prepare(Database database) throws SQLException {
        Optional<Path> copy = Optional.empty();
        // at one instant: somebody else may be creating the tables just now
        if (database.snapshot(() -> acceptable(database)) != Format.OURS) {
            // somebody else may have done it since
            copy = database.transaction(() -> change(database, acceptable(database)));
        }
        // after the tables, so that the file's own header, not only its log, says what it is from the start
        if (!database.text("PRAGMA journal_mode").equals("wal")) {
            database.patiently(() -> database.text("PRAGMA journal_mode = WAL"));
        }
        return copy;
    }

    /**
     * The same for one that is only looked into: a backup of the present version stays the one file that it is.
     *
     * @return as {@link #prepare}
     * @throws ai.zavora.base.error.ZavoraException as {@link #prepare}
     */
    static Optional<Path> prepareToLook(Database database) throws SQLException {
        return database.snapshot(() -> acceptable(database)) == Format.OURS ? Optional.empty() : prepare(database);
    }

    /**
     * The same for a copy that is nobody else's, of which no copy is needed.
     *
     * @throws ai.zavora.base.error.ZavoraException as {@link #prepare}
     */
    static void prepareCopy(Database database) throws SQLException {
        if (acceptable(database) == Format.OLDER) {
            database.transaction(() -> {
                complete(database, VERSION);
                return true;
            });
        }
    }

    private static Optional<Path> change(Database database, Format format) throws SQLException {
        Optional<Path> copy = Optional.empty();
        if (format == Format.OLDER) {
            copy = Optional.of(DatabaseCopy.beside(database, "v" + database.number("PRAGMA user_version")));
        }
        try {
            complete(database, VERSION);
        } catch (SQLException e) {
            // nothing is changed, so each try would leave another copy
            copy.ifPresent(made -> made.toFile().delete());
            throw e;
        }
        return copy;
    }

    /**
     * The format of a database that commands can use, or make one of that they can.
     *
     * @return {@code EMPTY}, {@code OLDER} or {@code OURS}
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it is one of another program or version
     */
    static Format acceptable(Database database) throws SQLException {
        var format = format(database);
        return switch (format) {
            case EMPTY, OLDER, OURS -> format;
            case NEWER -> throw newer(database.name(), database.number("PRAGMA user_version"));
            case LEGACY -> throw legacy(database.name());
            case NEWER_LEGACY -> throw newerLegacy(database.name(), legacyVersion(database));
            case FOREIGN -> throw foreign(database.name());
            case DAMAGED, DAMAGED_LEGACY, MISSING, LOST, EMPTY_LINK, UNCOPIED, UNREADABLE ->
                throw new UnusableException(
                        Flaw.DAMAGED,
                        "The session database " + database.name() + " is damaged: it names no format.",
                        "Save what can be read with '" + GivenOptions.DATABASE_COMMAND + " doctor --repair', restore it"
                                + " from a backup, or move the file away to start afresh.");
        };
    }

    /**
     * Refuses a database of another program. One of an earlier implementation, of a newer version, damaged or without any
     * tables passes.
     */
    static void requireOurs(Database database) throws SQLException {
        if (format(database) == Format.FOREIGN && database.number("SELECT count(*) FROM sqlite_master") > 0) {
            throw foreign(database.name());
        }
    }

    /**
     * Makes sure that the tables of the version that the database names have the columns of that version.
     *
     * @throws SQLException with SQLite's own code, when one has not
     */
    static void requireColumns(Database database) throws SQLException {
        try (var model = Database.writable(":memory:")) {
            complete(model, (int) database.number("PRAGMA user_version"));
            var queries = model.all(row -> row.getString(1), """
                    SELECT 'SELECT ' || group_concat(c.name, ', ') || ' FROM ' || t.name || ' LIMIT 0'
                    FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table' GROUP BY t.name""");
            for (var query : queries) {
                database.first(_ -> true, query);
            }
        }
    }

    private static void complete(Database database, int version) throws SQLException {
        for (var step : STEPS.subList((int) database.number("PRAGMA user_version"), version)) {
            for (var statement : step) {
                database.execute(statement);
            }
        }
    }

    /** What a database is, as its header and the names of its tables tell. */
    static Format format(Database database) throws SQLException {
        var application = database.number("PRAGMA application_id");
        var version = database.number("PRAGMA user_version");
        if (application == APPLICATION_ID) {
            if (version < 1) {
                return Format.DAMAGED;
            }
            return version == VERSION ? Format.OURS : version > VERSION ? Format.NEWER : Format.OLDER;
        }
        // by its tables: the numbers in its header may be damaged
        if (isLegacy(database)) {
            return legacyVersion(database) > LEGACY_VERSION ? Format.NEWER_LEGACY : Format.LEGACY;
        }
        if (application == 0 && SqliteInspection.has(database, "journal_event")) {
            // its header has lost what tells that it is ours
            return Format.DAMAGED;
        }
        var isEmpty = application == 0 && version == 0 && database.number("SELECT count(*) FROM sqlite_master") == 0;
        return isEmpty ? Format.EMPTY : Format.FOREIGN;
    }

    /** Whether it was written by the earlier Rust version. */
    static boolean isLegacy(Database database) throws SQLException {
        return hasRegistry(database)
                || database.number("SELECT count(*) FROM pragma_table_info('sessions') WHERE name = 'app_name'") == 1;
    }

    private static boolean hasRegistry(Database database) throws SQLException {
        return database.number("SELECT count(*) FROM sqlite_master WHERE name = '_adk_session_migrations'") == 1;
    }

    /** The version that its list of changes ends with; 0 where that is not there or cannot be read. */
    static long legacyVersion(Database database) throws SQLException {
        try {
            return hasRegistry(database)
                    ? database.number("SELECT coalesce(max(version), 0) FROM _adk_session_migrations")
                    : 0;
        } catch (SQLException e) {
            if (SqliteFailures.isDamage(e)) {
                return 0;
            }
            throw e;
        }
    }

    /** The failure that one of a version which cannot be imported is met with. */
    static RuntimeException newerLegacy(String name, long version) {
        return new UnusableException(
                Flaw.NEWER_LEGACY,
                "The database " + name + " holds sessions of the Rust version of zavora-cli in format " + version
                        + ", newer than the " + LEGACY_VERSION
                        + " known here, and cannot be imported; it was left as it is.",
                "Go on with it in the program that wrote it, update zavora-cli, or use another --session-db-url.");
    }

    /** The failure that such a database is met with. */
    static RuntimeException legacy(String name) {
        return new UnusableException(
                Flaw.LEGACY,
                "The database " + name
                        + " holds sessions of the earlier Rust version of zavora-cli; it was left as it is.",
                "Import them with '" + GivenOptions.DATABASE_COMMAND
                        + " migrate', which keeps the original, or use another" + " --session-db-url.");
    }

    /** The failure of an import of such a database when it is damaged. */
    static RuntimeException damagedLegacy(String name) {
        return SqliteFailures.failure(
                "The database " + name
                        + ", written by the earlier Rust version of zavora-cli, is damaged; it was left as it is.",
                "Save what can be read with '" + GivenOptions.DATABASE_COMMAND
                        + " doctor --repair', which imports it into a" + " new database; or restore a backup.");
    }

    private static RuntimeException newer(String name, long version) {
        return new UnusableException(
                Flaw.NEWER,
                "The session database " + name + " has format " + version + ", newer than the " + VERSION
                        + " known here; it was left as it is.",
                "Update zavora-cli, or use another --session-db-url.");
    }

    /** The failure that a database of another program is met with. */
    static RuntimeException foreign(String name) {
        return new UnusableException(
                Flaw.FOREIGN,
                "The database " + name + " belongs to another program; it was left as it is.",
                "Use another --session-db-url.");
    }

    /** One of the earlier version is left as it is, though a change to it was cut off, which SQLite would undo first. */
    static void refuseUnfinishedLegacy(Path file) {
        if (DatabaseFile.size(DatabaseFile.journal(file)) == 0) {
            return;
        }
        try (var database = Database.unchanged(file)) {
            if (isLegacy(database)) {
                acceptable(database);
            }
        } catch (SQLException halfChanged) {
            // what is behind it is seen when the change is undone
        }
    }
}

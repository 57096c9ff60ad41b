package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.DatabaseState.Checked;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Keeps every other process away from a database that is about to be replaced: all of it is in its file, no log is
 * beside it, and nobody else can read or write until this is closed. Whoever opened the file just before and waits finds
 * out that it was moved: changing it back to a log fails.
 *
 * @param lock what keeps the others away; empty for a damaged database: SQLite cannot lock what it cannot read
 */
record Seal(Optional<Database> lock) implements AutoCloseable {
    private static final int PATIENCE_MS = 2_000;

    private static final String SOMEBODY = "another process";

    /**
     * @throws ZavoraException SESSION, when somebody uses the database, or it is another program's
     */
    static Seal of(Path file, InstantSource clock) {
        var name = file.toString();
        try {
            if (!isReadable(name)) {
                refuse(file, users(file, clock));
                return new Seal(Optional.empty());
            }
            var database = Database.writable(name);
            try {
                close(database, file, clock);
                return new Seal(Optional.of(database));
            } catch (SQLException | RuntimeException e) {
                database.close();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, name);
        }
    }

    /** Looks at every page: what is damaged must stay as it is, and so must its log. */
    private static boolean isReadable(String name) throws SQLException {
        if (DatabaseFile.isUnusable(Path.of(name))) {
            return false;
        }
        try {
            return isSound(() -> Database.readable(name));
        } catch (SQLException e) {
            if (SqliteFailures.isUnfinished(e)) {
                // SQLite undoes a change that was cut off, as for whoever opened it for writing next
                return isSound(() -> Database.writable(name));
            }
            throw e;
        }
    }

    private static boolean isSound(SqliteInspection.Opening opening) throws SQLException {
        try (var database = opening.open()) {
            Schema.requireOurs(database);
            return SqliteInspection.isSound(database, Checked.FULLY);
        } catch (SQLException e) {
            if (SqliteFailures.isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    private static void close(Database database, Path file, InstantSource clock) throws SQLException {
        if (isMarked(database, clock)) {
            throw inUse(file);
        }
        database.execute("PRAGMA busy_timeout = " + PATIENCE_MS);
        try {
            if (!database.text("PRAGMA journal_mode = DELETE").equals("delete")) {
                throw inUse(file);
            }
            database.execute("BEGIN EXCLUSIVE");
        } catch (SQLException e) {
            if (SqliteFailures.isBusy(e)) {
                throw inUse(file);
            }
            throw e;
        }
        // without a log whoever neither reads nor writes just now holds no lock
        refuse(file, Openers.of(file).words());
    }

    /** @throws ZavoraException SESSION, when there is somebody */
    static void refuse(Path file, Optional<String> users) {
        if (users.isPresent()) {
            throw inUse(file, users.get());
        }
    }

    /** Who uses a database, as far as the system tells and what can be read of the marks in it; nothing is changed. */
    static Optional<String> users(Path file, InstantSource clock) {
        return Openers.of(file).words().or(() -> isMarked(file, clock) ? Optional.of(SOMEBODY) : Optional.empty());
    }

    private static boolean isMarked(Path file, InstantSource clock) {
        if (DatabaseFile.isUnusable(file)) {
            return false;
        }
        try (var database = Database.unchanged(file)) {
            return isMarked(database, clock);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Where the tables of marks are damaged, the lock that follows tells of others. */
    static boolean isMarked(Database database, InstantSource clock) throws SQLException {
        try {
            return Usage.isUsed(database, clock.millis());
        } catch (SQLException e) {
            if (SqliteFailures.isDamage(e)) {
                return false;
            }
            throw e;
        }
    }

    /** That others work with it, and who they are as far as the system tells. */
    static ZavoraException inUse(Path file) {
        return inUse(file, Openers.of(file).words().orElse(SOMEBODY));
    }

    private static ZavoraException inUse(Path file, String who) {
        return SqliteFailures.failure(
                "The session database " + file + " is in use by " + who + "; it was left as it is.",
                "Leave every chat, wait for every turn and stop every server that uses it, then try again.");
    }

    /** Lets the others in again. */
    @Override
    public void close() {
        lock.ifPresent(database -> {
            try {
                database.close();
            } catch (SQLException e) {
                // nothing was changed through it
            }
        });
    }
}

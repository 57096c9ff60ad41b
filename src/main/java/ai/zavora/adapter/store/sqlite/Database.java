package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConnection;
import org.sqlite.jdbc4.JDBC4Connection;

/** One connection with the few operations the store needs. Used by one thread at a time. */
final class Database implements AutoCloseable {
    /** How long SQLite waits for a lock another process holds. */
    private static final int BUSY_TIMEOUT_MS = 10_000;

    private static final long RETRY_NANOS = 2_000_000;

    /** Some 100 microseconds of SQLite's work. */
    private static final int STEPS_BETWEEN_LOOKS = 10_000;

    private static final String OPEN_READONLY = "1";

    /** SQLITE_OPEN_READONLY and SQLITE_OPEN_URI (sqlite.org/c3ref/c_open_autoproxy.html). */
    private static final String OPEN_READONLY_URI = "65";

    private final SQLiteConnection connection;
    private final String name;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    private Database(SQLiteConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /** Opens for reading and writing; what is deleted is overwritten, so that it cannot be found in the file any more. */
    static Database writable(String path) throws SQLException {
        var properties = new Properties();
        properties.setProperty("secure_delete", "on");
        return open(path, path, properties);
    }

    /** Opens for reading a file that another connection of this process keeps open for writing. */
    static Database readable(String path) throws SQLException {
        var properties = new Properties();
        properties.setProperty("open_mode", OPEN_READONLY);
        return open(path, path, properties);
    }

    /** As {@link #unchanged(Path, long)}, with the size that the log has now. */
    static Database unchanged(Path file) throws SQLException {
        return unchanged(file, DatabaseFile.size(DatabaseFile.log(file)));
    }

    /**
     * Opens for reading without leaving a trace: where there is no log, SQLite is told that nobody writes, or it would
     * make one.
     *
     * @param logBytes the size of the log beside the file
     */
    static Database unchanged(Path file, long logBytes) throws SQLException {
        if (logBytes > 0) {
            return readable(file.toString());
        }
        var properties = new Properties();
        properties.setProperty("open_mode", OPEN_READONLY_URI);
        return open("file:" + file.toUri().getRawPath() + "?immutable=1", file.toString(), properties);
    }

    /**
     * Opens a copy for reading and writing, which messages call by the name of the original. What is deleted is
     * overwritten, except in pages that hold nothing else and become free (sqlite.org/pragma.html#pragma_secure_delete).
     */
    static Database copy(String path, String original) throws SQLException {
        var properties = new Properties();
        properties.setProperty("secure_delete", "fast");
        return open(path, original, properties);
    }

    /** Opens such a copy for reading alone. */
    static Database copyToRead(String path, String original) throws SQLException {
        var properties = new Properties();
        properties.setProperty("open_mode", OPEN_READONLY);
        return open(path, original, properties);
    }

    private static Database open(String path, String name, Properties properties) throws SQLException {
        properties.setProperty("busy_timeout", Integer.toString(BUSY_TIMEOUT_MS));
        properties.setProperty("synchronous", "FULL");
        // built directly: DriverManager would load every driver on the class path first
        var connection = new JDBC4Connection("jdbc:sqlite:" + path, path, properties);
        // the driver then sends no BEGIN or COMMIT of its own; outside of transaction() each statement is one
        connection.getConnectionConfig().setAutoCommit(false);
        return new Database(connection, name);
    }

    /** The path, as messages show it. */
    String name() {
        return name;
    }

    /** Does the work in one write transaction, all of it or nothing. */
    <T> T transaction(Work<T> work) throws SQLException {
        // IMMEDIATE: taking the write lock later would fail at once, without waiting, if somebody else wrote meanwhile
        execute("BEGIN IMMEDIATE");
        var committed = false;
        try {
            var result = work.run();
            execute("COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollback();
            }
        }
    }

    /** Does a part of the transaction that is being written, all of it or nothing. */
    <T> T savepoint(Work<T> work) throws SQLException {
        execute("SAVEPOINT part");
        var finished = false;
        try {
            var result = work.run();
            finished = true;
            return result;
        } finally {
            execute(finished ? "RELEASE part" : "ROLLBACK TO part; RELEASE part");
        }
    }

    /**
     * Does again what SQLite gives up at once when another process writes, as long as it would wait for a lock
     * elsewhere: what reads first and then wants to write (sqlite.org/c3ref/busy_handler.html).
     */
    <T> T patiently(Work<T> work) throws SQLException {
        var deadline = System.nanoTime() + Duration.ofMillis(BUSY_TIMEOUT_MS).toNanos();
        while (true) {
            try {
                return work.run();
            } catch (SQLException e) {
                if (!SqliteFailures.isBusy(e) || System.nanoTime() - deadline > 0) {
                    throw e;
                }
            }
            LockSupport.parkNanos(RETRY_NANOS);
        }
    }

    /** Reads several times from one state of the database, whatever others write meanwhile. */
    <T> T snapshot(Work<T> work) throws SQLException {
        execute("BEGIN");
        try {
            return work.run();
        } finally {
            rollback();
        }
    }

    /**
     * Does long work that an interrupt of this thread breaks off, in the middle of a statement as well. Not for what must
     * be stored all the same.
     *
     * @throws InterruptedWorkException when the thread is interrupted
     */
    <T> T interruptibly(Work<T> work) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS, new ProgressHandler() {
            @Override
            protected int progress() {
                return Thread.currentThread().isInterrupted() ? 1 : 0;
            }
        });
        try {
            return work.run();
        } catch (SQLException e) {
            if (SqliteFailures.isInterrupted(e)) {
                throw new InterruptedWorkException();
            }
            throw e;
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    /**
     * Writes all of it into an empty file, without free pages.
     *
     * @throws InterruptedWorkException when the thread is interrupted
     */
    void copyInto(Path copy) throws SQLException {
        interruptibly(() -> update("VACUUM INTO ?", copy.toString()));
    }

    private void rollback() {
        try {
            execute("ROLLBACK");
        } catch (SQLException alreadyRolledBack) {
            // SQLite has ended the transaction itself, as it does on a full disk; the first failure is being reported
        }
    }

    void execute(String sql) throws SQLException {
        connection.getDatabase().exec(sql, false);
    }

    /** Runs a statement that changes rows, and says how many. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        return prepared(PreparedStatement::executeUpdate, sql, values);
    }

    /** The first row of a query. */
    <T> Optional<T> first(Row<T> row, String sql, Object... values) throws SQLException {
        return prepared(
                statement -> {
                    try (var rows = statement.executeQuery()) {
                        return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
                    }
                },
                sql,
                values);
    }

    /** All rows of a query. */
    <T> List<T> all(Row<T> row, String sql, Object... values) throws SQLException {
        return prepared(
                statement -> {
                    try (var rows = statement.executeQuery()) {
                        var result = new ArrayList<T>();
                        while (rows.next()) {
                            result.add(row.read(rows));
                        }
                        return result;
                    }
                },
                sql,
                values);
    }

    /** Looks at the rows of a query one by one until the visitor has seen enough. */
    void each(Visitor visitor, String sql, Object... values) throws SQLException {
        prepared(
                statement -> {
                    try (var rows = statement.executeQuery()) {
                        while (rows.next() && visitor.wantsMoreAfter(rows)) {
                            // on to the next
                        }
                        return true;
                    }
                },
                sql,
                values);
    }

    /** The one number a query yields. */
    long number(String sql) throws SQLException {
        return first(rows -> rows.getLong(1), sql).orElseThrow();
    }

    /** The one text a query yields. */
    String text(String sql) throws SQLException {
        return first(rows -> rows.getString(1), sql).orElseThrow();
    }

    /** Statements are few and used again and again: SQLite reads each once. */
    private <T> T prepared(Execution<T> execution, String sql, @Nullable Object... values) throws SQLException {
        var statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        try {
            for (var i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return execution.of(statement);
        } catch (SQLException | RuntimeException e) {
            // the driver has given up a statement that failed
            statements.remove(sql);
            statement.close();
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** What is done inside a transaction. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Looks at the current row; whether it wants the next one. */
    interface Visitor {
        boolean wantsMoreAfter(ResultSet row) throws SQLException;
    }

    private interface Execution<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** Turns the current row into a value. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }
}

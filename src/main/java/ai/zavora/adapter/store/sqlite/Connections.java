package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.DatabaseState.Format;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.StoreLostException;
import ai.zavora.core.session.UnwritableStoreException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections of one store: one that writes and a few that read, so that a listing never waits for a commit. A
 * database in memory has only the first, and one that cannot be written to a single one that reads. Waiting for one is not interruptible; each is held for one short statement or
 * transaction.
 */
final class Connections implements AutoCloseable {
    private static final int READERS = 4;
    private static final String IN_MEMORY = ":memory:";

    private final String path;
    private final boolean onlyOne;
    private final Database writer;
    private final ReentrantLock writing = new ReentrantLock();
    private final GroupCommit group = new GroupCommit();
    private final Semaphore reading = new Semaphore(READERS);
    private final ConcurrentLinkedDeque<Database> idleReaders = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;
    /** What a database that cannot be written to was like when it was opened. */
    private Optional<Stamp> seen = Optional.empty();

    /** Whether the file must stay as it is. */
    private volatile boolean untouchable;

    /** The temporary copy in which it is looked at, where it can be read in no other way. */
    private Optional<Scratch> looked = Optional.empty();

    /** What an older database was before it was opened. */
    private Optional<Path> copy = Optional.empty();

    private final FileIdentity identity;

    private Connections(String path, boolean onlyOne, Database writer, FileIdentity identity) {
        this.path = path;
        this.onlyOne = onlyOne;
        this.writer = writer;
        this.identity = identity;
    }

    /** Opens the database and makes sure that it is one of ours. */
    static Connections open(SqliteUrl url) {
        return open(url, Schema::prepare);
    }

    /** What makes sure that a database can be used. */
    private interface Preparation {
        Optional<Path> of(Database database) throws SQLException;
    }

    private static Connections open(SqliteUrl named, Preparation preparation) {
        var url = named.withoutLink();
        url.file().ifPresent(DatabaseFile::requireNotLost);
        url.file().ifPresent(DatabaseFile::ensure);
        url.file().ifPresent(DatabaseFile::requireWritable);
        url.file().ifPresent(Schema::refuseUnfinishedLegacy);
        var path = url.file().map(Object::toString).orElse(IN_MEMORY);
        try {
            var identity = url.file()
                    .map(file -> FileIdentity.of(named.file().orElse(file), file))
                    .orElse(FileIdentity.NONE);
            var writer = Database.writable(path);
            var connections = new Connections(path, url.file().isEmpty(), writer, identity);
            try {
                connections.copy = preparation.of(writer);
                url.file().ifPresent(DatabaseFile::shareLog);
            } catch (SQLException | RuntimeException e) {
                connections.leaveUnchanged();
                connections.close();
                throw e;
            }
            return connections;
        } catch (SQLException e) {
            throw SqliteFailures.of(e, path);
        }
    }

    /**
     * Opens a database that is there to look into it, if need be one that cannot be written to.
     *
     * @throws ai.zavora.base.error.ZavoraException as {@link #open}
     */
    static Connections openToLook(SqliteUrl named) {
        try {
            return open(named, Schema::prepareToLook);
        } catch (UnwritableStoreException | SqliteFailures.ReadOnlyException unwritable) {
            var file = named.withoutLink().file();
            if (file.isEmpty()) {
                throw unwritable;
            }
            try {
                return openUnwritable(file.get());
            } catch (SqliteFailures.UnusableException | SqliteFailures.UncopiedException reason) {
                // no permission would help, or another place than the database's is at fault
                throw reason;
            } catch (ZavoraException unreadable) {
                unwritable.addSuppressed(unreadable);
                throw unwritable;
            }
        }
    }

    /**
     * Opens a database that cannot be written to, as on a full disk or in a folder of somebody else.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it is not one of ours in the present version
     */
    private static Connections openUnwritable(Path file) {
        var stamp = Stamp.of(file);
        try {
            if (!DatabaseFile.needsCopy(file, stamp.logBytes())) {
                return over(Database.unchanged(file), file, stamp);
            }
            var scratch = Scratch.copyOf(file);
            try {
                var connections = over(scratch.settled(file), file, stamp);
                connections.looked = Optional.of(scratch);
                return connections;
            } catch (SQLException | RuntimeException e) {
                scratch.closeQuietly();
                throw e;
            }
        } catch (SQLException e) {
            throw SqliteFailures.of(e, file.toString());
        }
    }

    /** The connections of a database that can only be read, of which there is one. */
    private static Connections over(Database reader, Path file, Stamp stamp) throws SQLException {
        try {
            if (Schema.acceptable(reader) != Format.OURS) {
                throw SqliteFailures.failure(
                        "The session database " + file + " has an older format and cannot be changed.",
                        "Make the file and its folder writable.");
            }
            var connections = new Connections(file.toString(), true, reader, FileIdentity.NONE);
            connections.seen = Optional.of(stamp);
            return connections;
        } catch (SQLException | RuntimeException e) {
            closeQuietly(reader);
            throw e;
        }
    }

    /** The copy of an older database, which was made before it was changed; empty when it was current. */
    Optional<Path> copy() {
        return copy;
    }

    /**
     * Uses the writing connection, outside of a transaction.
     *
     * @throws ai.zavora.core.session.StoreLostException when the file was removed or replaced, also while it was written
     */
    <T> T write(Use<T> use) {
        writing.lock();
        try {
            requireOpen();
            identity.require();
            var result = use.with(writer);
            requireUnchanged();
            identity.require();
            return result;
        } catch (SqliteFailures.DamagedRowException e) {
            leaveUnchanged();
            throw e;
        } catch (SQLException e) {
            if (SqliteFailures.isRefusedWrite(e)) {
                emptyLog();
            }
            throw failed(e);
        } finally {
            writing.unlock();
        }
    }

    /** Does the work in one durable write transaction. */
    <T> T transaction(Use<T> use) {
        return write(database -> database.transaction(() -> use.with(database)));
    }

    /**
     * Does the work in a durable write transaction, which it shares with what other threads write at that time; twice,
     * where there is no room at first.
     *
     * @param use small, and without effect outside of the database: another thread may run it, and again where the
     *     database refuses what it shared a transaction with
     */
    <T> T grouped(Use<T> use) {
        return Room.twice(() -> groupedOnce(use));
    }

    private <T> T groupedOnce(Use<T> use) {
        var own = group.add(use);
        try {
            return write(database -> group.complete(own, database));
        } finally {
            group.withdraw(own);
        }
    }

    /** Does the work in a write transaction that need not survive a power cut by itself: it does not wait for the disk. */
    <T> T quick(Use<T> use) {
        return Room.twice(() -> write(database -> {
            database.execute("PRAGMA synchronous = NORMAL");
            try {
                return database.transaction(() -> use.with(database));
            } finally {
                database.execute("PRAGMA synchronous = FULL");
            }
        }));
    }

    /** Whether it is in a file, so that it outlives the program. */
    boolean isFile() {
        return !path.equals(IN_MEMORY);
    }

    /** As {@link Room#bytes}. */
    long room() {
        return isFile() ? Room.bytes(Path.of(path)) : Long.MAX_VALUE;
    }

    /** Moves the log into the database, as far as nobody reads what was before, so that the next writes begin it anew. */
    void checkpoint() {
        write(database -> database.text("PRAGMA wal_checkpoint(PASSIVE)"));
    }

    /** Gives back the room that the log took for what found none; it stays where there is none for that either. */
    private void emptyLog() {
        try {
            writer.text("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException again) {
            // the first failure is being reported
        }
    }

    /**
     * Uses a connection for reading.
     *
     * @throws ai.zavora.core.session.StoreLostException when the file was removed or replaced
     */
    <T> T read(Use<T> use) {
        if (onlyOne) {
            return write(use);
        }
        reading.acquireUninterruptibly();
        try {
            requireOpen();
            identity.require();
            var idle = idleReaders.poll();
            var reader = idle != null ? idle : openReader();
            try {
                return use.with(reader);
            } finally {
                idleReaders.push(reader);
            }
        } catch (SqliteFailures.DamagedRowException e) {
            leaveUnchanged();
            throw e;
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            reading.release();
        }
    }

    private Database openReader() throws SQLException {
        var reader = Database.readable(path);
        try {
            identity.require();
            return reader;
        } catch (StoreLostException e) {
            closeQuietly(reader);
            throw e;
        }
    }

    private RuntimeException failed(SQLException e) {
        if (SqliteFailures.isDamage(e)) {
            leaveUnchanged();
        }
        return SqliteFailures.of(e, path);
    }

    /** The file holds what it should not: closing is to leave it as it is, and its log beside it. */
    void leaveUnchanged() {
        untouchable = true;
    }

    /** What is read without taking part in the locks of a database is right only if nobody wrote meanwhile. */
    private void requireUnchanged() {
        if (seen.isPresent() && !seen.get().equals(Stamp.of(Path.of(path)))) {
            throw SqliteFailures.failure(
                    "The session database " + path + " was changed while it was being read.", "Call it again.");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw SessionFailures.closed();
        }
    }

    /** Waits for what is being written or read, then closes. Never throws. */
    @Override
    public void close() {
        writing.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (identity.isLost()) {
                // SQLite would remove the log by its name, which may be that of another database by now: they stay open
                return;
            }
            if (untouchable && !onlyOne && DatabaseFile.size(DatabaseFile.log(Path.of(path))) > 0) {
                closeAllUnchanged();
            } else {
                closeAll();
            }
        } finally {
            writing.unlock();
        }
    }

    private void closeAll() {
        reading.acquireUninterruptibly(READERS);
        idleReaders.forEach(Connections::closeQuietly);
        reading.release(READERS);
        closeQuietly(writer);
        looked.ifPresent(Scratch::closeQuietly);
    }

    /**
     * Leaves a file as it is that is damaged or not ours. The last connection to be closed would move the log into it and
     * remove the log, but not one that can only read.
     */
    private void closeAllUnchanged() {
        try (var last = Database.readable(path)) {
            try {
                // only now does it take part
                last.number("PRAGMA user_version");
            } finally {
                closeAll();
            }
        } catch (SQLException e) {
            // what SQLite cannot read it does not change
            closeAll();
        }
    }

    private static void closeQuietly(Database database) {
        try {
            database.close();
        } catch (SQLException e) {
            // every transaction was committed before: nothing is lost, and nobody could act on it
        }
    }

    /** What is done with a connection. */
    interface Use<T> {
        T with(Database database) throws SQLException;
    }
}

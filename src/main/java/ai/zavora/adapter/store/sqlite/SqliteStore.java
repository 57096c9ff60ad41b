package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.Lease;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A journal in a SQLite file. Safe for use from several threads and several processes at once; every append is on disk
 * before it returns ({@code synchronous=FULL}), because side effects follow it.
 *
 * <p>Where the driver's native library was unpacked beforehand, the system properties {@code org.sqlite.lib.path} (its
 * folder), {@code org.sqlite.lib.name} (its file name) and {@code org.sqlite.tmpdir} (the same folder; the driver looks
 * through it for leftovers) spare each start the unpacking.
 */
public final class SqliteStore implements SessionStore {
    private static final String SUMMARY =
            "SELECT id, app, user, session_id, created_unix_ns, updated_unix_ns, last_seq FROM journal_session";
    private static final String OF_KEY = " WHERE app = ? AND user = ? AND session_id = ?";
    private static final long NANOS = 1_000_000_000L;
    private static final long MAX_SEQ = 0xffff_ffffL;

    private final Connections connections;
    private final Leases leases;
    private final InstantSource clock;

    private SqliteStore(Connections connections, InstantSource clock) {
        this.connections = connections;
        this.leases = new Leases(connections, clock);
        this.clock = clock;
    }

    /**
     * Opens the database, creating folder, file and tables when they do not exist.
     *
     * @param url {@code sqlite://PATH[?params]}, or {@code :memory:} for one that is gone at the end; parameters have no
     *     effect
     * @param workingFolder what a relative path is relative to
     * @param clock stamps the creation and the updates of sessions, and measures the life of leases between hosts
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the URL has another form; SESSION, when the file cannot be
     *     used, is damaged, or belongs to another program, an earlier implementation or a newer version: such a file is
     *     left as it is
     */
    public static SqliteStore open(String url, Path workingFolder, InstantSource clock) {
        return new SqliteStore(Connections.open(SqliteUrl.parse(url, workingFolder)), clock);
    }

    @Override
    public SessionSummary open(SessionKey key) {
        var existing = connections.read(database -> find(database, key));
        if (existing.isPresent()) {
            return existing.get().summary;
        }
        return connections.transaction(database -> {
            var now = nanos(clock.instant());
            database.update(
                    "INSERT OR IGNORE INTO journal_session"
                            + " (app, user, session_id, created_unix_ns, updated_unix_ns, last_seq)"
                            + " VALUES (?, ?, ?, ?, ?, 0)",
                    key.app(),
                    key.user(),
                    key.id(),
                    now,
                    now);
            return find(database, key).orElseThrow().summary;
        });
    }

    @Override
    public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
        return leases.take(key, patience);
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        // encoded before the write lock is taken: large events take a while
        var entries =
                events.stream().map(event -> EventCodec.write(event.withSeq(0))).toList();
        return connections.transaction(database -> {
            leases.requireNotLost(database, key);
            if (entries.isEmpty()) {
                requireEnd(database, key, expectedSeq);
                return expectedSeq;
            }
            // a clock set back must not move a session down the list
            var session = database.first(
                    row -> row.getLong(1),
                    "UPDATE journal_session SET last_seq = ?, updated_unix_ns = max(updated_unix_ns, ?)" + OF_KEY
                            + " AND last_seq = ? RETURNING id",
                    expectedSeq + entries.size(),
                    nanos(clock.instant()),
                    key.app(),
                    key.user(),
                    key.id(),
                    expectedSeq);
            if (session.isEmpty()) {
                requireEnd(database, key, expectedSeq);
            }
            var seq = expectedSeq;
            for (var entry : entries) {
                database.update(
                        "INSERT INTO journal_event (key, entry) VALUES (?, ?)",
                        entryKey(session.orElseThrow(), ++seq),
                        entry);
            }
            return seq;
        });
    }

    private void requireEnd(Database database, SessionKey key, long expectedSeq) throws SQLException {
        var end = require(database, key).summary.lastSeq();
        if (end != expectedSeq) {
            throw SessionFailures.conflict(key, expectedSeq, end);
        }
    }

    @Override
    public List<Event> events(SessionKey key, long afterSeq, int limit) {
        if (afterSeq < 0 || limit < 1) {
            throw new IllegalArgumentException("afterSeq " + afterSeq + ", limit " + limit);
        }
        var entries = connections.read(database -> database.snapshot(() -> {
            var session = require(database, key);
            var page = database.all(
                    row -> new Entry(row.getLong(1) & MAX_SEQ, text(row, 2)),
                    "SELECT key, entry FROM journal_event WHERE key > ? AND key <= ? ORDER BY key LIMIT ?",
                    entryKey(session.row, Math.min(afterSeq, MAX_SEQ)),
                    entryKey(session.row, MAX_SEQ),
                    limit);
            requireWhole(page, afterSeq, Math.min(limit, session.summary.lastSeq() - afterSeq));
            return page;
        }));
        return entries.stream().map(this::decoded).toList();
    }

    private Event decoded(Entry entry) {
        try {
            return EventCodec.read(entry.json).withSeq(entry.seq);
        } catch (ZavoraException e) {
            connections.leaveUnchanged();
            throw e;
        }
    }

    /** A history with a hole in it must not pass for a whole one. */
    private void requireWhole(List<Entry> page, long afterSeq, long count) {
        var seq = afterSeq;
        for (var entry : page) {
            if (entry.seq != ++seq) {
                throw damagedRow("entry " + seq + " of the session is missing");
            }
        }
        if (page.size() != Math.max(count, 0)) {
            throw damagedRow("the session does not end at entry " + seq);
        }
    }

    @Override
    public List<SessionSummary> list(String app, String user) {
        return connections.read(database -> database.all(
                row -> stored(row).summary,
                SUMMARY + " WHERE app = ? AND user = ? ORDER BY updated_unix_ns DESC, session_id",
                app,
                user));
    }

    @Override
    public boolean delete(SessionKey key) {
        return connections.transaction(database -> {
            var session = find(database, key);
            if (session.isEmpty()) {
                return false;
            }
            var row = session.get().row;
            database.update(
                    "DELETE FROM journal_event WHERE key BETWEEN ? AND ?", entryKey(row, 0), entryKey(row, MAX_SEQ));
            database.update("DELETE FROM journal_session WHERE id = ?", row);
            return true;
        });
    }

    @Override
    public void close() {
        leases.close();
        connections.close();
    }

    private Optional<Stored> find(Database database, SessionKey key) throws SQLException {
        return database.first(this::stored, SUMMARY + OF_KEY, key.app(), key.user(), key.id());
    }

    private Stored require(Database database, SessionKey key) throws SQLException {
        return find(database, key).orElseThrow(() -> SessionFailures.unknown(key));
    }

    private Stored stored(ResultSet row) throws SQLException {
        var key = new SessionKey(text(row, 2), text(row, 3), text(row, 4));
        return new Stored(
                row.getLong(1),
                new SessionSummary(key, instant(row.getLong(5)), instant(row.getLong(6)), row.getLong(7)));
    }

    /** A text that the table promises; a damaged row may hold none. */
    private String text(ResultSet row, int column) throws SQLException {
        var text = row.getString(column);
        if (text == null || text.isBlank()) {
            throw damagedRow("a text is missing");
        }
        return text;
    }

    private ZavoraException damagedRow(String what) {
        connections.leaveUnchanged();
        return SqliteFailures.failure(
                "The session database is damaged: " + what + ".",
                "Restore the database from a backup, or use another --session-id.");
    }

    private static long entryKey(long session, long seq) {
        return session << 32 | seq;
    }

    private static long nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }

    private record Stored(long row, SessionSummary summary) {}

    private record Entry(long seq, String json) {}
}

package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.EmptyLinks;
import ai.zavora.base.file.OutOfReach;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.Hold;
import ai.zavora.core.session.Lease;
import ai.zavora.core.session.PruneRule;
import ai.zavora.core.session.Pruning;
import ai.zavora.core.session.SearchHit;
import ai.zavora.core.session.SearchQuery;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
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
    /** How long closing may be held up by clearing away what was pruned before. */
    private static final long CLEARING_NANOS = 100_000_000;

    /** A page of events ends with the one that reaches this. */
    private static final long PAGE_BYTES = 8 << 20;

    private final Connections connections;
    private final Leases leases;
    private final Pruner pruner;
    private volatile boolean changed;
    private final InstantSource clock;

    private SqliteStore(Connections connections, InstantSource clock) {
        this.connections = connections;
        this.leases = new Leases(connections, clock);
        this.pruner = new Pruner(connections, leases);
        this.clock = clock;
    }

    /**
     * Opens the database, creating folder, file and tables when they do not exist.
     *
     * @param url {@code sqlite://PATH[?params]}, or {@code :memory:} for one that is gone at the end
     * @param workingFolder what a relative path is relative to
     * @param clock stamps the creation and the updates of sessions, and measures the life of leases between hosts
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the URL has another form or parameters that are not
     *     supported; SESSION, when the file cannot be used, is damaged, or belongs to another program, an earlier
     *     implementation or a newer version: such a file is left as it is
     */
    public static SqliteStore open(String url, Path workingFolder, InstantSource clock) {
        return new SqliteStore(Connections.open(SqliteUrl.parse(url, workingFolder)), clock);
    }

    /**
     * Opens a database that is there to look into it. One that cannot be written to, because the disk is full or by its
     * permissions, can still be read; any change fails then. What was cut off while writing to it is read in a copy in the
     * folder for temporary files.
     *
     * @throws ai.zavora.base.error.ZavoraException as {@link #open}
     */
    public static SqliteStore openToLook(String url, Path workingFolder, InstantSource clock) {
        return new SqliteStore(Connections.openToLook(SqliteUrl.parse(url, workingFolder)), clock);
    }

    /**
     * The file of a database; empty for one in memory.
     *
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the URL has another form than {@link #open} takes
     */
    public static Optional<Path> file(String url, Path workingFolder) {
        return SqliteUrl.parse(url, workingFolder).file();
    }

    /**
     * Whether there is a database to open: something is in the file's place, and it is not just an empty file; or what is
     * there is out of reach, behind a symbolic link to nothing or in a folder that may not be looked into; or only its log
     * is left, which opening tells of.
     *
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the URL has another form than {@link #open} takes
     */
    public static boolean exists(String url, Path workingFolder) {
        return file(url, workingFolder)
                .map(file -> OutOfReach.is(file)
                        || EmptyLinks.on(file).isPresent()
                        || DatabaseFile.isLost(file)
                        || (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !DatabaseFile.isBlank(file)))
                .orElse(false);
    }

    @Override
    public SessionSummary open(SessionKey key) {
        var existing = connections.read(database -> SessionRows.find(database, key));
        if (existing.isPresent()) {
            return existing.get().summary();
        }
        // the first entry makes it durable
        return connections.quick(database -> {
            SessionRows.requireNumber(database);
            var now = SessionRows.nanos(clock.instant());
            database.update(
                    "INSERT OR IGNORE INTO journal_session"
                            + " (app, user, session_id, created_unix_ns, updated_unix_ns, last_seq)"
                            + " VALUES (?, ?, ?, ?, ?, 0)",
                    key.app(),
                    key.user(),
                    key.id(),
                    now,
                    now);
            return SessionRows.find(database, key).orElseThrow().summary();
        });
    }

    @Override
    public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
        return leases.take(key, patience);
    }

    @Override
    public boolean keeps() {
        return connections.isFile();
    }

    @Override
    public boolean isLeased(SessionKey key) {
        return leases.isTaken(key);
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        // encoded before the write lock is taken: large events take a while
        var entries =
                events.stream().map(event -> EventCodec.write(event.withSeq(0))).toList();
        changed = true;
        return connections.grouped(database -> {
            leases.requireNotLost(database, key);
            if (entries.isEmpty()) {
                requireEnd(database, key, expectedSeq);
                return expectedSeq;
            }
            // a clock set back must not move a session down the list
            var session = database.first(
                    row -> row.getLong(1),
                    "UPDATE journal_session SET last_seq = ?, updated_unix_ns = max(updated_unix_ns, ?)"
                            + " WHERE app = ? AND user = ? AND session_id = ? AND last_seq = ? RETURNING id",
                    expectedSeq + entries.size(),
                    SessionRows.nanos(clock.instant()),
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
                        SessionRows.key(session.orElseThrow(), ++seq),
                        entry);
            }
            return seq;
        });
    }

    private void requireEnd(Database database, SessionKey key, long expectedSeq) throws SQLException {
        var end = SessionRows.require(database, key).summary().lastSeq();
        if (end != expectedSeq) {
            throw SessionFailures.conflict(key, expectedSeq, end);
        }
    }

    @Override
    public List<Event> events(SessionKey key, long afterSeq, int limit) {
        if (afterSeq < 0 || limit < 1) {
            throw new IllegalArgumentException("afterSeq " + afterSeq + ", limit " + limit);
        }
        var entries = connections.read(database -> database.snapshot(() -> page(database, key, afterSeq, limit)));
        return entries.stream().map(this::decoded).toList();
    }

    private static List<Entry> page(Database database, SessionKey key, long afterSeq, int limit) throws SQLException {
        var session = SessionRows.require(database, key);
        session.requireEnd(database);
        var page = new ArrayList<Entry>();
        var bytes = new long[1];
        database.each(
                row -> {
                    page.add(entry(row));
                    bytes[0] += row.getLong(2);
                    return bytes[0] < PAGE_BYTES;
                },
                "SELECT key, octet_length(entry), entry FROM journal_event WHERE key > ? AND key <= ?"
                        + " ORDER BY key LIMIT ?",
                session.key(Math.min(afterSeq, SessionRows.MAX_SEQ)),
                session.key(SessionRows.MAX_SEQ),
                limit);
        var due = Math.min(limit, session.summary().lastSeq() - afterSeq);
        requireWhole(page, afterSeq, bytes[0] < PAGE_BYTES ? due : Math.min(due, page.size()));
        return page;
    }

    private static Entry entry(ResultSet row) throws SQLException {
        var seq = SessionRows.seq(row.getLong(1));
        var bytes = row.getLong(2);
        if (bytes > EventCodec.MAX_BYTES) {
            throw SqliteFailures.failure(
                    "Entry " + seq + " of the session is too large to be read: it has " + (bytes >> 20) + " MiB, and "
                            + (EventCodec.MAX_BYTES >> 20) + " MiB are possible.",
                    "Use another --session-id, or copy what is before it with 'sessions fork --at'.");
        }
        return new Entry(seq, SessionRows.text(row, 3));
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
    private static void requireWhole(List<Entry> page, long afterSeq, long count) {
        var seq = afterSeq;
        for (var entry : page) {
            if (entry.seq != ++seq) {
                throw SqliteFailures.damage("entry " + seq + " of the session is missing");
            }
        }
        if (page.size() != Math.max(count, 0)) {
            throw SqliteFailures.damage("the session does not end at entry " + seq);
        }
    }

    @Override
    public Optional<SessionSummary> find(SessionKey key) {
        // from one state: somebody else may be appending
        return connections.read(database -> database.snapshot(() -> {
            var found = SessionRows.find(database, key);
            if (found.isPresent()) {
                found.get().requireEnd(database);
            }
            return found.map(SessionRows::summary);
        }));
    }

    @Override
    public List<SessionSummary> list(String app, String user) {
        return connections.read(database -> SessionRows.all(database, app, user)).stream()
                .map(SessionRows::summary)
                .toList();
    }

    @Override
    public boolean delete(SessionKey key) {
        changed = true;
        return pruner.delete(key);
    }

    @Override
    public Hold hold(SessionKey key) {
        return leases.hold(key);
    }

    @Override
    public Pruning prune(PruneRule rule, PruneRule.Mode mode) {
        changed |= mode == PruneRule.Mode.DELETE;
        return pruner.prune(rule, mode);
    }

    @Override
    public SessionSummary insert(SessionSummary session, Iterable<Event> events) {
        var key = session.key();
        changed = true;
        // it may be large: where there is no room for it, the log can only be emptied if it holds nothing else
        connections.checkpoint();
        return connections.transaction(database -> {
            if (SessionRows.find(database, key).isPresent()) {
                throw SessionFailures.exists(key);
            }
            return SessionRows.insert(database, session, events);
        });
    }

    @Override
    public List<SearchHit> search(SearchQuery query) {
        try {
            return connections.read(database -> Search.run(database, query));
        } catch (ZavoraException e) {
            connections.leaveUnchanged();
            throw e;
        }
    }

    @Override
    public void close() {
        leases.close();
        if (changed) {
            Leases.quietly(() -> pruner.clearAway(CLEARING_NANOS));
        }
        connections.close();
    }

    private record Entry(long seq, String json) {}
}

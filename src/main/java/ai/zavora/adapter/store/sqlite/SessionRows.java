package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A row of the table of sessions.
 *
 * @param id its number, which its events' keys begin with
 */
record SessionRows(long id, SessionSummary summary) {
    static final long MAX_SEQ = 0xffff_ffffL;
    static final long MAX_SESSION = Integer.MAX_VALUE;

    private static final String SELECT =
            "SELECT id, app, user, session_id, created_unix_ns, updated_unix_ns, last_seq FROM journal_session";
    /** What SQLite counts on from (sqlite.org/autoinc.html). */
    private static final String LAST_NUMBER = "SELECT max(coalesce((SELECT max(id) FROM journal_session), 0),"
            + " coalesce((SELECT max(seq) FROM sqlite_sequence WHERE name = 'journal_session'), 0))";

    private static final long NANOS = 1_000_000_000L;

    static Optional<SessionRows> find(Database database, SessionKey key) throws SQLException {
        return database.first(
                SessionRows::read,
                SELECT + " WHERE app = ? AND user = ? AND session_id = ?",
                key.app(),
                key.user(),
                key.id());
    }

    /** The sessions of an application and user, most recently updated first, then by id. */
    static List<SessionRows> all(Database database, String app, String user) throws SQLException {
        return database.all(
                SessionRows::read,
                SELECT + " WHERE app = ? AND user = ? ORDER BY updated_unix_ns DESC, session_id",
                app,
                user);
    }

    static SessionRows require(Database database, SessionKey key) throws SQLException {
        return find(database, key).orElseThrow(() -> SessionFailures.unknown(key));
    }

    /** Adds a session with its events, inside of the caller's transaction. */
    static SessionSummary insert(Database database, SessionSummary session, Iterable<Event> events)
            throws SQLException {
        var writer = SessionWriter.begin(database, session.key());
        for (var event : events) {
            writer.append(event);
        }
        return writer.end(session.createdAt(), session.updatedAt());
    }

    /**
     * Makes sure that another session can have a number: SQLite would say that the disk is full, or give one that no
     * event's key can begin with.
     */
    static void requireNumber(Database database) throws SQLException {
        if (database.number(LAST_NUMBER) >= MAX_SESSION) {
            throw SqliteFailures.damage("no number is left for another session");
        }
    }

    /** A text that the table promises; a damaged row may hold none. */
    static String text(ResultSet row, int column) throws SQLException {
        var text = row.getString(column);
        if (text == null || text.isBlank()) {
            throw SqliteFailures.damage("a text is missing");
        }
        return text;
    }

    private static SessionRows read(ResultSet row) throws SQLException {
        var key = new SessionKey(text(row, 2), text(row, 3), text(row, 4));
        var lastSeq = row.getLong(7);
        if (lastSeq < 0 || lastSeq > MAX_SEQ) {
            throw SqliteFailures.damage("no session ends at entry " + lastSeq);
        }
        return new SessionRows(
                row.getLong(1), new SessionSummary(key, instant(row.getLong(5)), instant(row.getLong(6)), lastSeq));
    }

    /** Makes sure that no event lies behind the last, which readers would never see. */
    void requireEnd(Database database) throws SQLException {
        var behind = database.first(
                row -> seq(row.getLong(1)),
                "SELECT key FROM journal_event WHERE key > ? AND key <= ? ORDER BY key LIMIT 1",
                key(summary.lastSeq()),
                key(MAX_SEQ));
        if (behind.isPresent()) {
            throw SqliteFailures.damage("the session goes on after its end, with entry " + behind.get());
        }
    }

    /** The key of an event of this session. */
    long key(long seq) {
        return key(id, seq);
    }

    static long key(long session, long seq) {
        return session << 32 | seq;
    }

    /** The session's number in the key of an event. */
    static long session(long eventKey) {
        return eventKey >> 32;
    }

    /** The position in the key of an event. */
    static long seq(long eventKey) {
        return eventKey & MAX_SEQ;
    }

    static long nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), NANOS), at.getNano());
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
    }
}

package ai.zavora.adapter.store.sqlite;

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

    private static final String SELECT =
            "SELECT id, app, user, session_id, created_unix_ns, updated_unix_ns, last_seq FROM journal_session";
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
        return new SessionRows(
                row.getLong(1),
                new SessionSummary(key, instant(row.getLong(5)), instant(row.getLong(6)), row.getLong(7)));
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

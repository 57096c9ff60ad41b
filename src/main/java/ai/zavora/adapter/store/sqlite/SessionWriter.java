package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import java.sql.SQLException;
import java.time.Instant;

/** Adds a session event by event, inside of the caller's transaction, so that no more than one is in memory. */
final class SessionWriter {
    private final Database database;
    private final SessionRows row;
    private long seq;

    private SessionWriter(Database database, SessionRows row) {
        this.database = database;
        this.row = row;
    }

    /** Begins a session that is not there yet; it holds nothing until {@link #end}. */
    static SessionWriter begin(Database database, SessionKey key) throws SQLException {
        SessionRows.requireNumber(database);
        database.update(
                "INSERT INTO journal_session (app, user, session_id, created_unix_ns, updated_unix_ns, last_seq)"
                        + " VALUES (?, ?, ?, 0, 0, 0)",
                key.app(),
                key.user(),
                key.id());
        return new SessionWriter(database, SessionRows.find(database, key).orElseThrow());
    }

    /** Appends an event under the next number, whatever number it has. */
    void append(Event event) throws SQLException {
        InterruptedWorkException.check();
        database.update(
                "INSERT INTO journal_event (key, entry) VALUES (?, ?)",
                row.key(++seq),
                EventCodec.write(event.withSeq(0)));
    }

    /** Gives the session its end and its times. */
    SessionSummary end(Instant createdAt, Instant updatedAt) throws SQLException {
        database.update(
                "UPDATE journal_session SET created_unix_ns = ?, updated_unix_ns = ?, last_seq = ? WHERE id = ?",
                SessionRows.nanos(createdAt),
                SessionRows.nanos(updatedAt),
                seq,
                row.id());
        return SessionRows.find(database, row.summary().key()).orElseThrow().summary();
    }
}

package ai.zavora.adapter.store.sqlite;

import java.sql.SQLException;
import java.util.Optional;

/**
 * Events of removed sessions that wait to be cleared away: ranges of their keys. Damage may have left a range over a
 * session that is there; its events are passed over.
 */
final class Garbage {
    private static final int RANGES = 100;
    private static final int BATCH = 5_000;

    private Garbage() {}

    /**
     * Clears away one batch, in the caller's transaction.
     *
     * @return how many ranges were looked at, 0 when nothing waits
     */
    static int clear(Database database) throws SQLException {
        var ranges = database.all(
                row -> new Range(row.getLong(1), row.getLong(2)),
                "SELECT first_key, last_key FROM journal_garbage ORDER BY first_key LIMIT " + RANGES);
        var left = BATCH;
        for (var range : ranges) {
            left -= range.clear(database, left);
            if (left <= 0) {
                break;
            }
            database.update("DELETE FROM journal_garbage WHERE first_key = ?", range.first);
        }
        return ranges.size();
    }

    /** Keys, both ends included. */
    record Range(long first, long last) {

        /** Whether there is a session whose events this range would take. */
        boolean coversSession(Database database) throws SQLException {
            return firstSession(database, first).isPresent();
        }

        /** Deletes some of its events, going from session to session: events of one that is there are not even read. */
        private int clear(Database database, int most) throws SQLException {
            var cleared = 0;
            var from = first;
            for (var session = firstSession(database, from);
                    session.isPresent();
                    session = firstSession(database, from)) {
                var begin = SessionRows.key(session.get(), 0);
                var end = SessionRows.key(session.get(), SessionRows.MAX_SEQ);
                if (from < begin) {
                    cleared += delete(database, from, begin - 1, most - cleared);
                }
                if (end >= last || cleared >= most) {
                    return cleared;
                }
                from = end + 1;
            }
            return cleared + delete(database, from, last, most - cleared);
        }

        private static int delete(Database database, long from, long to, int most) throws SQLException {
            return database.update(
                    "DELETE FROM journal_event WHERE key IN"
                            + " (SELECT key FROM journal_event WHERE key BETWEEN ? AND ? LIMIT ?)",
                    from,
                    to,
                    most);
        }

        /** The first session that is there and may have events in this range from a key on. */
        private Optional<Long> firstSession(Database database, long from) throws SQLException {
            return database.first(
                    row -> row.getLong(1),
                    "SELECT id FROM journal_session WHERE id BETWEEN ? AND ? ORDER BY id LIMIT 1",
                    SessionRows.session(from),
                    SessionRows.session(last));
        }
    }
}

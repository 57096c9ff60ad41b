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
    /** The log needs as much room as what a transaction clears away, and there may be little. */
    private static final long BATCH_BYTES = 2 << 20;

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
        var batch = new Batch(database);
        for (var range : ranges) {
            range.clear(batch);
            if (batch.isFull()) {
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
        private void clear(Batch batch) throws SQLException {
            var from = first;
            for (var session = firstSession(batch.database, from);
                    session.isPresent();
                    session = firstSession(batch.database, from)) {
                var begin = SessionRows.key(session.get(), 0);
                var end = SessionRows.key(session.get(), SessionRows.MAX_SEQ);
                if (from < begin) {
                    batch.delete(from, begin - 1);
                }
                if (end >= last || batch.isFull()) {
                    return;
                }
                from = end + 1;
            }
            batch.delete(from, last);
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

    /** What one transaction clears away. */
    private static final class Batch {
        private final Database database;
        private int events = BATCH;
        private long bytes = BATCH_BYTES;

        Batch(Database database) {
            this.database = database;
        }

        boolean isFull() {
            return events <= 0 || bytes <= 0;
        }

        /** Deletes events from the first key on until it is full or the last key is reached, both included. */
        void delete(long from, long to) throws SQLException {
            var waiting = database.all(
                    row -> new Waiting(row.getLong(1), row.getLong(2)),
                    "SELECT key, octet_length(entry) FROM journal_event WHERE key BETWEEN ? AND ? ORDER BY key LIMIT ?",
                    from,
                    to,
                    events);
            var taken = 0;
            while (taken < waiting.size() && !isFull()) {
                events--;
                bytes -= waiting.get(taken).bytes;
                taken++;
            }
            if (taken > 0) {
                database.update(
                        "DELETE FROM journal_event WHERE key BETWEEN ? AND ?", from, waiting.get(taken - 1).key);
            }
        }
    }

    private record Waiting(long key, long bytes) {}
}

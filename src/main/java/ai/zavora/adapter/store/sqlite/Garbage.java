package ai.zavora.adapter.store.sqlite;

import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Events of removed sessions that wait to be cleared away: ranges of their keys. Damage may have left a range over a
 * session that is there; its events are passed over.
 */
final class Garbage {
    private static final int RANGES = 100;
    private static final int BATCH = 5_000;
    /** The log needs as much room as what a transaction clears away, and there may be little. */
    static final long BATCH_BYTES = 4 << 20;

    private Garbage() {}

    /**
     * Clears away one batch, in the caller's transaction.
     *
     * @param from the key a range begins with; those that begin before it are left
     * @param room how many bytes of pages may be cleared away at once; an event that has more is passed over and waits on
     * @return the range that the next batch is to begin with; empty when nothing from there on can be cleared away
     */
    static OptionalLong clear(Database database, long from, long room) throws SQLException {
        var ranges = database.all(
                row -> new Range(row.getLong(1), row.getLong(2)),
                "SELECT first_key, last_key FROM journal_garbage WHERE first_key >= ? ORDER BY first_key LIMIT "
                        + (RANGES + 1),
                from);
        var batch = new Batch(database, room);
        for (var range : ranges.subList(0, Math.min(RANGES, ranges.size()))) {
            if (range.clear(batch)) {
                database.update("DELETE FROM journal_garbage WHERE first_key = ?", range.first);
            }
            if (batch.isFull()) {
                return OptionalLong.of(range.first);
            }
        }
        return ranges.size() > RANGES ? OptionalLong.of(ranges.get(RANGES).first) : OptionalLong.empty();
    }

    /** Keys, both ends included. */
    record Range(long first, long last) {

        /** Whether there is a session whose events this range would take. */
        boolean coversSession(Database database) throws SQLException {
            return firstSession(database, first).isPresent();
        }

        /**
         * Deletes some of its events, going from session to session: events of one that is there are not even read.
         *
         * @return whether nothing of it waits any more
         */
        private boolean clear(Batch batch) throws SQLException {
            var cleared = true;
            var from = first;
            for (var session = firstSession(batch.database, from);
                    session.isPresent();
                    session = firstSession(batch.database, from)) {
                var begin = SessionRows.key(session.get(), 0);
                var end = SessionRows.key(session.get(), SessionRows.MAX_SEQ);
                if (from < begin) {
                    cleared &= batch.delete(from, begin - 1);
                }
                if (end >= last) {
                    return cleared;
                }
                if (batch.isFull()) {
                    return false;
                }
                from = end + 1;
            }
            return batch.delete(from, last) && cleared;
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
        private static final String FITTING =
                " FROM journal_event AS event WHERE key BETWEEN ? AND ? AND " + Room.OF_EVENT + " <= ?";

        private final Database database;
        private final long room;
        private int events = BATCH;
        private long bytes;
        private long last = Long.MIN_VALUE;

        Batch(Database database, long room) {
            this.database = database;
            this.room = room;
            this.bytes = Math.min(BATCH_BYTES, room);
        }

        boolean isFull() {
            return events <= 0 || bytes <= 0;
        }

        /** Whether it has a place for an event; the first one always has. */
        private boolean take(Waiting event) {
            var size = event.bytes + (event.key == last + 1 ? 0 : Room.OF_ENDS);
            if (isFull() || (size > bytes && events < BATCH)) {
                bytes = 0;
                return false;
            }
            events--;
            bytes -= size;
            last = event.key;
            return true;
        }

        /**
         * Deletes events from the first key on until it is full or the last key is reached, both included.
         *
         * @return whether none is left of them
         */
        boolean delete(long from, long to) throws SQLException {
            var waiting = database.all(
                    row -> new Waiting(row.getLong(1), row.getLong(2)),
                    "SELECT key, " + Room.OF_EVENT + FITTING + " ORDER BY key LIMIT ?",
                    from,
                    to,
                    room,
                    events);
            var taken = 0;
            while (taken < waiting.size() && take(waiting.get(taken))) {
                taken++;
            }
            if (taken > 0) {
                database.update("DELETE" + FITTING, from, waiting.get(taken - 1).key, room);
            }
            return database.first(
                            row -> row.getLong(1),
                            "SELECT key FROM journal_event WHERE key BETWEEN ? AND ? LIMIT 1",
                            from,
                            to)
                    .isEmpty();
        }
    }

    private record Waiting(long key, long bytes) {}
}

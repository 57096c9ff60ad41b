package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.PruneRule;
import ai.zavora.core.session.Pruning;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.UnwritableStoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * Removes sessions. Their rows go at once, all in one transaction; so do their events, unless there are very many: those
 * can no longer be reached, since session numbers are never used again, and are cleared away later, some at a time, so
 * that nobody waits for them.
 */
final class Pruner {
    private static final int AT_ONCE = 20_000;
    private static final long BYTES_AT_ONCE = 16 << 20;

    private static final String OF_DOOMED = " FROM json_each(?) AS doomed CROSS JOIN journal_event AS event"
            + " ON event.key BETWEEN doomed.value << 32 AND (doomed.value << 32) | " + SessionRows.MAX_SEQ;

    private final Connections connections;
    private final Leases leases;

    Pruner(Connections connections, Leases leases) {
        this.connections = connections;
        this.leases = leases;
    }

    boolean delete(SessionKey key) {
        return inRoom(most -> connections.transaction(database -> {
            var session = SessionRows.find(database, key);
            if (session.isEmpty()) {
                return false;
            }
            if (leases.inUse(database, key).contains(key.id())) {
                throw SessionFailures.inUse(key);
            }
            remove(database, List.of(session.get()), most);
            return true;
        }));
    }

    Pruning prune(PruneRule rule, PruneRule.Mode mode) {
        return switch (mode) {
            case PREVIEW -> connections.read(database -> split(database, rule).pruning());
            case DELETE ->
                inRoom(most -> connections.transaction(database -> {
                    var split = split(database, rule);
                    remove(database, split.doomed, most);
                    return split.pruning();
                }));
        };
    }

    /**
     * Removes sessions with their events where there seems to be room for that.
     *
     * @param removal given how many bytes of pages may go at once; where it finds no room it is done again with none
     */
    private <T> T inRoom(LongFunction<T> removal) {
        try {
            return removal.apply(Math.min(BYTES_AT_ONCE, connections.room()));
        } catch (UnwritableStoreException tooLittle) {
            return removal.apply(0);
        }
    }

    private Split split(Database database, PruneRule rule) throws SQLException {
        var rows = SessionRows.all(database, rule.app(), rule.user());
        var sessions = rows.stream().map(SessionRows::summary).toList();
        var matching = rule.matches(sessions);
        var ahead = rule.ahead(sessions);
        if (matching.isEmpty()) {
            return new Split(List.of(), List.of(), rows.size(), ahead);
        }
        var using = leases.inUse(database, matching.getFirst().key());
        var doomed = new ArrayList<SessionRows>();
        var inUse = new ArrayList<SessionRows>();
        var next = matching.iterator();
        var wanted = Optional.of(next.next());
        for (var row : rows) {
            if (wanted.filter(row.summary()::equals).isPresent()) {
                (using.contains(row.summary().key().id()) ? inUse : doomed).add(row);
                wanted = next.hasNext() ? Optional.of(next.next()) : Optional.empty();
            }
        }
        return new Split(doomed, inUse, rows.size() - doomed.size(), ahead);
    }

    private record Split(List<SessionRows> doomed, List<SessionRows> inUse, int kept, int ahead) {
        Pruning pruning() {
            return new Pruning(
                    doomed.stream().map(SessionRows::summary).toList(),
                    inUse.stream().map(SessionRows::summary).toList(),
                    kept,
                    ahead);
        }
    }

    private static void remove(Database database, List<SessionRows> doomed, long most) throws SQLException {
        if (doomed.isEmpty()) {
            return;
        }
        var ids = new StringBuilder("[");
        var events = 0L;
        for (var row : doomed) {
            ids.append(ids.length() == 1 ? "" : ",").append(row.id());
            events += row.summary().lastSeq();
        }
        var list = ids.append(']').toString();
        var atOnce = events <= AT_ONCE && doomed.size() * Room.OF_ENDS + bytes(database, list) <= most;
        if (atOnce) {
            database.update("DELETE FROM journal_event WHERE key IN (SELECT event.key" + OF_DOOMED + ")", list);
        }
        database.update("DELETE FROM journal_session WHERE id IN (SELECT value FROM json_each(?))", list);
        if (!atOnce) {
            // behind the rows, whose pages it takes: the file must not grow. A damaged range may have the place
            database.update(
                    "INSERT OR REPLACE INTO journal_garbage SELECT value << 32, (value << 32) | " + SessionRows.MAX_SEQ
                            + " FROM json_each(?)",
                    list);
        }
    }

    private static long bytes(Database database, String doomed) throws SQLException {
        return database.first(row -> row.getLong(1), "SELECT sum(" + Room.OF_EVENT + ")" + OF_DOOMED, doomed)
                .orElse(0L);
    }

    /**
     * Clears away events of removed sessions, as many as there is time and room for. What is too large for the room is
     * passed over.
     *
     * @param patienceNanos about how long it may take
     */
    void clearAway(long patienceNanos) {
        var deadline = System.nanoTime() + patienceNanos;
        if (connections.read(database -> database.number("SELECT count(*) FROM journal_garbage")) == 0) {
            return;
        }
        var next = OptionalLong.of(Long.MIN_VALUE);
        var most = Long.MAX_VALUE;
        while (next.isPresent() && System.nanoTime() < deadline) {
            var from = next.getAsLong();
            // what was written before needs its place in the file more than this needs the room
            connections.checkpoint();
            var room = Math.min(most, connections.room());
            if (room < Room.LEAST) {
                return;
            }
            try {
                next = connections.transaction(database -> Garbage.clear(database, from, room));
            } catch (UnwritableStoreException tooLittle) {
                most = Math.min(room, Garbage.BATCH_BYTES) / 2;
            }
        }
    }
}

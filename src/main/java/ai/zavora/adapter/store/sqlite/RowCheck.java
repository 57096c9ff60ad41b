package ai.zavora.adapter.store.sqlite;

import ai.zavora.adapter.store.sqlite.Garbage.Range;
import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.DatabaseState.Flaws;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.NewerEntryException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads every row of a database whose structure is sound, as commands would: SQLite knows nothing of what is in them. Holds
 * one event at a time. Used once, by one thread.
 */
final class RowCheck {
    /** Besides sessions and their events. An older format lacks some. */
    private static final String OTHER_TABLES =
            "'journal_lease', 'journal_hold', 'journal_garbage', 'journal_state', 'sqlite_sequence'";

    private final Database database;
    private long damaged;
    private long newer;
    private long damagedRows;

    private RowCheck(Database database) {
        this.database = database;
    }

    /**
     * Reads the rows of a database.
     *
     * @throws ai.zavora.base.error.InterruptedWorkException when the thread is interrupted
     */
    static Flaws of(Database database) throws SQLException {
        var check = new RowCheck(database);
        return database.snapshot(() -> {
            database.each(
                    check::session,
                    "SELECT id, app, user, session_id, last_seq, created_unix_ns, updated_unix_ns FROM journal_session");
            var tables = database.all(
                    row -> row.getString(1),
                    "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN (" + OTHER_TABLES + ")");
            for (var table : tables) {
                check.rows(table);
            }
            check.eventsWithoutSession(tables.contains("journal_garbage"));
            return new Flaws(check.damaged, check.damagedRows, check.newer);
        });
    }

    private boolean session(ResultSet row) throws SQLException {
        InterruptedWorkException.check();
        var id = row.getLong(1);
        var events = new Events();
        // the last number leaves none for another session
        if (!Salvage.isSession(id)
                || id == SessionRows.MAX_SESSION
                || !isName(row, 2)
                || !isName(row, 3)
                || !isName(row, 4)
                || !StoredValue.isNumber(row, 5)
                || !StoredValue.isNumber(row, 6)
                || !StoredValue.isNumber(row, 7)
                || !events.areWhole(id, row.getLong(5))) {
            damaged++;
        } else if (events.newer) {
            newer++;
        }
        return true;
    }

    private static boolean isName(ResultSet row, int column) throws SQLException {
        return StoredValue.text(row, column).filter(name -> !name.isBlank()).isPresent();
    }

    private void rows(String table) throws SQLException {
        var columns = database.all(
                row -> new Column(row.getString(1), row.getString(2)),
                "SELECT name, type FROM pragma_table_info('" + table + "')");
        var names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
        var ranges = table.equals("journal_garbage");
        var numbers = table.equals("sqlite_sequence");
        database.each(
                row -> {
                    InterruptedWorkException.check();
                    var whole = true;
                    for (var i = 0; i < columns.size(); i++) {
                        whole &= columns.get(i).fits(row, i + 1);
                    }
                    // without a number there will be no other session
                    whole &= !numbers || row.getLong(2) < SessionRows.MAX_SESSION;
                    // a range says that its events are of no use
                    if (!whole || (ranges && new Range(row.getLong(1), row.getLong(2)).coversSession(database))) {
                        damagedRows++;
                    }
                    return true;
                },
                "SELECT " + names + " FROM " + table);
    }

    /**
     * A column.
     *
     * @param type as it was declared
     */
    private record Column(String name, String type) {

        boolean fits(ResultSet row, int place) throws SQLException {
            // SQLite declares no types in its own table of the last numbers that were given
            var number = type.equals("INTEGER") || name.equals("seq");
            return number
                    ? StoredValue.isNumber(row, place)
                    : StoredValue.text(row, place).isPresent();
        }
    }

    /** Goes from session to session, not from event to event. */
    private void eventsWithoutSession(boolean garbage) throws SQLException {
        var next = firstBehind(Long.MIN_VALUE);
        while (next.isPresent()) {
            InterruptedWorkException.check();
            var key = next.get();
            var session = SessionRows.session(key);
            var known = has("SELECT 1 FROM journal_session WHERE id = ?", session) || (garbage && isGarbage(key));
            if (!known) {
                damaged++;
            }
            var end = SessionRows.key(session, SessionRows.MAX_SEQ);
            next = firstBehind(end);
            // a tree that is damaged, or changes under a look without a lock, may lead back, and this would never end
            if (end < key || next.filter(found -> found <= end).isPresent()) {
                throw SqliteFailures.damaged();
            }
        }
    }

    /** Looks at the nearest range only, as ranges do not overlap: there is one for each of very many removed sessions. */
    private boolean isGarbage(long key) throws SQLException {
        return has("""
                SELECT 1 FROM (SELECT last_key FROM journal_garbage WHERE first_key <= ?1 ORDER BY first_key DESC LIMIT 1)
                WHERE last_key >= ?1""", key);
    }

    private Optional<Long> firstBehind(long key) throws SQLException {
        return database.first(
                row -> row.getLong(1), "SELECT key FROM journal_event WHERE key > ? ORDER BY key LIMIT 1", key);
    }

    private boolean has(String sql, long value) throws SQLException {
        return database.first(row -> true, sql, value).isPresent();
    }

    /** The events of one session. */
    private final class Events {
        private long seq;
        private boolean newer;

        boolean areWhole(long session, long lastSeq) throws SQLException {
            database.each(
                    this::isNext,
                    "SELECT key, octet_length(entry), entry FROM journal_event WHERE key > ? AND key <= ? ORDER BY key",
                    SessionRows.key(session, 0),
                    SessionRows.key(session, SessionRows.MAX_SEQ));
            return seq == lastSeq;
        }

        /** Stops at the first that is not as it must be: then the end is not reached, or there is one too many. */
        private boolean isNext(ResultSet row) throws SQLException {
            if (SessionRows.seq(row.getLong(1)) != seq + 1
                    || row.getLong(2) > EventCodec.MAX_BYTES
                    || !StoredValue.text(row, 3).filter(this::isReadable).isPresent()) {
                seq = -1;
                return false;
            }
            seq++;
            return true;
        }

        private boolean isReadable(String entry) {
            try {
                EventCodec.read(entry);
                return true;
            } catch (NewerEntryException e) {
                newer = true;
                return true;
            } catch (ZavoraException e) {
                return false;
            }
        }
    }
}

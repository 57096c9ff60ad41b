package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.NewerEntryException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads every row of a database whose structure is sound, as commands would: SQLite knows nothing of what is in them. Holds
 * one event at a time. Used once, by one thread.
 */
final class RowCheck {
    private final Database database;
    private long damaged;
    private long newer;

    /**
     * What was found.
     *
     * @param damaged sessions that cannot be read in whole: their names, or their events from the first to the last
     * @param newer sessions that are whole and hold what only a newer version of this program understands
     */
    record Found(long damaged, long newer) {
        static final Found NOTHING = new Found(0, 0);
    }

    private RowCheck(Database database) {
        this.database = database;
    }

    /**
     * Reads the rows of a database.
     *
     * @throws ai.zavora.base.error.InterruptedWorkException when the thread is interrupted
     */
    static Found of(Database database) throws SQLException {
        var check = new RowCheck(database);
        return database.snapshot(() -> {
            database.each(check::session, "SELECT id, app, user, session_id, last_seq FROM journal_session");
            check.eventsWithoutSession();
            return new Found(check.damaged, check.newer);
        });
    }

    private boolean session(ResultSet row) throws SQLException {
        InterruptedWorkException.check();
        var id = row.getLong(1);
        var named = isText(row.getString(2)) && isText(row.getString(3)) && isText(row.getString(4));
        var events = new Events();
        if (!named || !Salvage.isSession(id) || !events.areWhole(id, row.getLong(5))) {
            damaged++;
        } else if (events.newer) {
            newer++;
        }
        return true;
    }

    private static boolean isText(@Nullable String text) {
        return text != null && !text.isBlank();
    }

    /** Goes from session to session, not from event to event. */
    private void eventsWithoutSession() throws SQLException {
        var garbage = database.number("SELECT count(*) FROM sqlite_master WHERE name = 'journal_garbage'") == 1;
        var next = firstBehind(Long.MIN_VALUE);
        while (next.isPresent()) {
            InterruptedWorkException.check();
            var key = next.get();
            var session = SessionRows.session(key);
            var known = has("SELECT 1 FROM journal_session WHERE id = ?", session) || (garbage && isGarbage(key));
            if (!known) {
                damaged++;
            }
            next = firstBehind(SessionRows.key(session, SessionRows.MAX_SEQ));
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
                    || !isReadable(String.valueOf(row.getString(3)))) {
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

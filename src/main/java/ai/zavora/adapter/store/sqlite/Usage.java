package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.ProcessIdentity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Marks that processes leave in the database while they work in a session. */
final class Usage {
    private Usage() {}

    /**
     * Whether any process of this host or another works in any session, as far as leases and holds tell.
     *
     * @param now in milliseconds since 1970
     */
    static boolean isUsed(Database database, long now) throws SQLException {
        return count(database, now) > 0;
    }

    /** How many leases and holds there are of processes that may still live. */
    static long count(Database database, long now) throws SQLException {
        var me = ProcessIdentity.own();
        var count = 0L;
        for (var table : tables(database)) {
            count += database.all(row -> Mark.read(row, 1), "SELECT " + Mark.COLUMNS + " FROM " + table).stream()
                    .filter(mark -> mark.isLive(me, now))
                    .count();
        }
        return count;
    }

    /**
     * Removes what processes left that are gone: their leases and holds, and expired holds of other hosts, which a process
     * that only slept there renews as if they were there. Expired leases of other hosts stay, as their holders may still
     * be the last that took them.
     */
    static void clear(Database database, ProcessIdentity me, long now) throws SQLException {
        for (var table : List.of("journal_lease", "journal_hold")) {
            var marks = database.all(
                    row -> new Left(
                            row.getString(1), row.getString(2), row.getString(3), row.getLong(4), Mark.read(row, 5)),
                    "SELECT app, user, session_id, token, " + Mark.COLUMNS + " FROM " + table
                            + " WHERE expires_unix_ms <= ? OR expires_unix_ms > ?",
                    now,
                    now + Mark.FARTHEST.toMillis());
            for (var left : marks) {
                var removable = table.equals("journal_hold")
                        ? !left.mark.isLive(me, now)
                        : ProcessIdentity.isGone(left.mark.process, me);
                if (removable) {
                    database.update(
                            "DELETE FROM " + table + " WHERE app = ? AND user = ? AND session_id = ? AND token = ?",
                            left.app,
                            left.user,
                            left.id,
                            left.token);
                }
            }
        }
    }

    private record Left(String app, String user, String id, long token, Mark mark) {}

    /**
     * Who works in a session.
     *
     * @param expiresUnixMs when the mark runs out unless it is renewed
     */
    record Mark(ProcessIdentity process, long expiresUnixMs) {
        /** The start is what {@link ProcessIdentity#started} says, no longer milliseconds everywhere as the column's name does. */
        static final String COLUMNS = "host, pid, started_unix_ms, expires_unix_ms";

        /**
         * No mark is given more than {@link Leases#LIFE}; the rest is for hosts whose clocks differ. One that runs out later
         * is damaged, or from before a clock was put right, and would keep its session for ever.
         */
        private static final Duration FARTHEST = Duration.ofMinutes(10);

        /** @param first the place of the first of {@link #COLUMNS} */
        static Mark read(ResultSet row, int first) throws SQLException {
            // a damaged row may hold no host: then the mark stands until it runs out
            var host = String.valueOf(row.getString(first));
            return new Mark(
                    new ProcessIdentity(host, row.getLong(first + 1), row.getLong(first + 2)), row.getLong(first + 3));
        }

        /** Whether somebody else may take the lease: its process is gone, or did not renew it in time. */
        boolean isFree(ProcessIdentity me, long now) {
            return switch (ProcessIdentity.fate(process, me)) {
                case ALIVE -> expiresUnixMs <= now;
                case GONE -> true;
                case UNKNOWN -> !isTimely(now);
            };
        }

        /** Whether it counts: a process of this host that was only stopped works in its session also when it ran out. */
        boolean isLive(ProcessIdentity me, long now) {
            return switch (ProcessIdentity.fate(process, me)) {
                case ALIVE -> true;
                case GONE -> false;
                case UNKNOWN -> isTimely(now);
            };
        }

        private boolean isTimely(long now) {
            return expiresUnixMs > now && expiresUnixMs <= now + FARTHEST.toMillis();
        }
    }

    /** An older database lacks one, another program's has neither. */
    private static List<String> tables(Database database) throws SQLException {
        return database.all(
                row -> row.getString(1),
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('journal_lease', 'journal_hold')");
    }
}

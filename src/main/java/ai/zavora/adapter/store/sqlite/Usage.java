package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.ProcessIdentity;
import java.sql.SQLException;
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
        var me = ProcessIdentity.own();
        for (var table : tables(database)) {
            var users = database.all(
                    row -> new ProcessIdentity(String.valueOf(row.getString(1)), row.getLong(2), row.getLong(3)),
                    "SELECT host, pid, started_unix_ms FROM " + table + " WHERE expires_unix_ms > ?",
                    now);
            if (users.stream().anyMatch(user -> !ProcessIdentity.isGone(user, me))) {
                return true;
            }
        }
        return false;
    }

    /** An older database lacks one, another program's has neither. */
    private static List<String> tables(Database database) throws SQLException {
        return database.all(
                row -> row.getString(1),
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name IN ('journal_lease', 'journal_hold')");
    }
}

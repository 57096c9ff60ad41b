package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.file.ProcessIdentity;
import ai.zavora.core.session.Hold;
import ai.zavora.core.session.SessionKey;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The marks of sessions that somebody works in, as rows of the database that run out like leases. */
final class Holds {
    private final Transactions transactions;
    private final LongSupplier expiry;
    private final ConcurrentMap<Long, SessionKey> held = new ConcurrentHashMap<>();

    /**
     * @param transactions how rows are written
     * @param expiry when a mark written now runs out, in Unix milliseconds
     */
    Holds(Transactions transactions, LongSupplier expiry) {
        this.transactions = transactions;
        this.expiry = expiry;
    }

    /** A write transaction that need not wait for the disk; failures to write are typed. */
    interface Transactions {
        <T extends @Nullable Object> T run(Connections.Use<T> use);
    }

    Hold take(SessionKey key, ProcessIdentity me) {
        var token = ThreadLocalRandom.current().nextLong();
        transactions.run(database -> database.update(
                "INSERT INTO journal_hold VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                key.app(),
                key.user(),
                key.id(),
                token,
                me.host(),
                me.pid(),
                me.startedUnixMs(),
                expiry.getAsLong()));
        held.put(token, key);
        return () -> release(token);
    }

    /** Extends every mark of this store. */
    void renew(Database database) throws SQLException {
        for (var token : held.keySet()) {
            database.update("UPDATE journal_hold SET expires_unix_ms = ? WHERE token = ?", expiry.getAsLong(), token);
        }
    }

    private void release(long token) {
        var key = held.remove(token);
        if (key != null) {
            Leases.quietly(() -> transactions.run(database -> database.update(
                    "DELETE FROM journal_hold WHERE app = ? AND user = ? AND session_id = ? AND token = ?",
                    key.app(),
                    key.user(),
                    key.id(),
                    token)));
        }
    }

    void releaseAll() {
        held.keySet().forEach(this::release);
    }

    /** The ids of the sessions of an application and user that are leased or marked by a process that may still live. */
    static Set<String> inUse(Database database, SessionKey owner, ProcessIdentity me, long nowUnixMs)
            throws SQLException {
        var ids = new HashSet<String>();
        for (var table : new String[] {"journal_lease", "journal_hold"}) {
            database.each(
                    row -> {
                        var process = new ProcessIdentity(row.getString(2), row.getLong(3), row.getLong(4));
                        if (row.getLong(5) > nowUnixMs && !ProcessIdentity.isGone(process, me)) {
                            ids.add(row.getString(1));
                        }
                        return true;
                    },
                    "SELECT session_id, host, pid, started_unix_ms, expires_unix_ms FROM " + table
                            + " WHERE app = ? AND user = ?",
                    owner.app(),
                    owner.user());
        }
        return ids;
    }
}

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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The marks of sessions that somebody works in, as rows of the database that run out like leases. */
final class Holds {
    private final Transactions transactions;
    private final LongSupplier expiry;
    private final Consumer<Runnable> releases;
    private final ConcurrentMap<Long, SessionKey> held = new ConcurrentHashMap<>();

    /**
     * @param transactions how rows are written
     * @param expiry when a mark written now runs out, in Unix milliseconds
     * @param releases runs what takes a mark back, again later where it fails
     */
    Holds(Transactions transactions, LongSupplier expiry, Consumer<Runnable> releases) {
        this.transactions = transactions;
        this.expiry = expiry;
        this.releases = releases;
    }

    /** A write transaction that need not wait for the disk; failures to write are typed. */
    interface Transactions {
        <T extends @Nullable Object> T run(Connections.Use<T> use);
    }

    Hold take(SessionKey key, ProcessIdentity me, long nowUnixMs) {
        var token = ThreadLocalRandom.current().nextLong();
        transactions.run(database -> {
            Usage.clear(database, me, nowUnixMs);
            write(database, key, token, me);
            return true;
        });
        held.put(token, key);
        return () -> release(token);
    }

    /** Extends every mark of this store, also where somebody took it for one of a process that is gone. */
    void renew(Database database, ProcessIdentity me) throws SQLException {
        for (var mark : held.entrySet()) {
            write(database, mark.getValue(), mark.getKey(), me);
        }
    }

    private void write(Database database, SessionKey key, long token, ProcessIdentity me) throws SQLException {
        database.update(
                "INSERT OR REPLACE INTO journal_hold VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                key.app(),
                key.user(),
                key.id(),
                token,
                me.host(),
                me.pid(),
                me.started(),
                expiry.getAsLong());
    }

    private void release(long token) {
        var key = held.remove(token);
        if (key != null) {
            releases.accept(() -> transactions.run(database -> database.update(
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
                        if (Usage.Mark.read(row, 2).isLive(me, nowUnixMs)) {
                            ids.add(row.getString(1));
                        }
                        return true;
                    },
                    "SELECT session_id, " + Usage.Mark.COLUMNS + " FROM " + table + " WHERE app = ? AND user = ?",
                    owner.app(),
                    owner.user());
        }
        return ids;
    }
}

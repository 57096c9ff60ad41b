package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.ProcessIdentity;
import ai.zavora.core.session.Hold;
import ai.zavora.core.session.Lease;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The leases of all sessions, as rows of the database.
 *
 * <p>A lease is free when its row is gone, when its process is gone from this host, or when it has not been renewed for
 * {@link #LIFE}: a process of another host, or one that was stopped. Its holder then finds out at its next append, which
 * checks the token in the same transaction.
 */
final class Leases implements AutoCloseable {
    static final Duration LIFE = Duration.ofSeconds(30);

    private static final Duration RENEWAL = Duration.ofSeconds(10);
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(10).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(200).toNanos();
    private static final String OF_KEY = " WHERE app = ? AND user = ? AND session_id = ?";

    private final Connections connections;
    private final InstantSource clock;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ConcurrentMap<SessionKey, Long> held = new ConcurrentHashMap<>();
    private final Holds holds;
    /** What takes a mark back and failed: tried again with each renewal, as this process lives on. */
    private final Queue<Runnable> unreleased = new ConcurrentLinkedQueue<>();

    private @Nullable ProcessIdentity self;

    Leases(Connections connections, InstantSource clock) {
        this.connections = connections;
        this.clock = clock;
        this.holds = new Holds(connections::quick, this::expiry, this::giveBack);
    }

    /** As {@link ai.zavora.core.session.SessionStore#hold}. */
    Hold hold(SessionKey key) {
        return holds.take(key, identity(), clock.millis());
    }

    /** The ids of the sessions of that application and user that somebody works in; inside a transaction. */
    Set<String> inUse(Database database, SessionKey owner) throws SQLException {
        return Holds.inUse(database, owner, identity(), clock.millis());
    }

    /** As {@link ai.zavora.core.session.SessionStore#lease}. Polls, since a file cannot wake a waiting process. */
    Lease take(SessionKey key, Duration patience) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var token = ThreadLocalRandom.current().nextLong();
        var pause = FIRST_PAUSE_NANOS;
        while (!tryTake(key, token)) {
            var left = deadline - System.nanoTime();
            if (left <= 0) {
                throw SessionFailures.busy(key);
            }
            if (closing.await(Math.min(left, pause), TimeUnit.NANOSECONDS)) {
                throw SessionFailures.closed();
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
        held.put(key, token);
        return new Held(key, token);
    }

    /** As {@link ai.zavora.core.session.SessionStore#isLeased}. */
    boolean isTaken(SessionKey key) {
        return !connections.read(database -> isFree(database, key, ProcessIdentity.own()));
    }

    /** Throws when this store took the session's lease and has lost it; to be called inside the transaction. */
    void requireNotLost(Database database, SessionKey key) throws SQLException {
        var token = held.get(key);
        if (token != null && !token.equals(holder(database, key).map(Row::token).orElse(null))) {
            throw SessionFailures.leaseLost(key);
        }
    }

    private boolean tryTake(SessionKey key, long token) {
        var me = identity();
        // looking first keeps waiting processes from queueing for the write lock
        if (!connections.read(database -> isFree(database, key, me))) {
            return false;
        }
        return connections.quick(database -> {
            if (!isFree(database, key, me)) {
                return false;
            }
            Usage.clear(database, me, clock.millis());
            database.update(
                    "INSERT OR REPLACE INTO journal_lease VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    key.app(),
                    key.user(),
                    key.id(),
                    token,
                    me.host(),
                    me.pid(),
                    me.started(),
                    expiry());
            return true;
        });
    }

    private boolean isFree(Database database, SessionKey key, ProcessIdentity me) throws SQLException {
        return holder(database, key)
                .map(row -> row.mark.isFree(me, clock.millis()))
                .orElse(true);
    }

    private static Optional<Row> holder(Database database, SessionKey key) throws SQLException {
        return database.first(
                row -> new Row(row.getLong(1), Usage.Mark.read(row, 2)),
                "SELECT token, " + Usage.Mark.COLUMNS + " FROM journal_lease" + OF_KEY,
                key.app(),
                key.user(),
                key.id());
    }

    private synchronized ProcessIdentity identity() {
        if (self == null) {
            var own = ProcessIdentity.own();
            Thread.ofPlatform().daemon().name("session-lease-renewal").start(this::renewUntilClosed);
            // not before: where the system has no thread to give, the next lease tries again
            self = own;
        }
        return self;
    }

    private void renewUntilClosed() {
        try {
            while (!closing.await(RENEWAL.toMillis(), TimeUnit.MILLISECONDS)) {
                renew();
            }
        } catch (InterruptedException e) {
            // nobody interrupts this thread; if somebody does, the leases simply run out
        }
    }

    /** Extends every lease of this store that it still holds. */
    void renew() {
        for (var left = unreleased.size(); left > 0; left--) {
            giveBack(unreleased.remove());
        }
        try {
            connections.quick(database -> {
                for (var lease : held.entrySet()) {
                    var key = lease.getKey();
                    database.update(
                            "UPDATE journal_lease SET expires_unix_ms = ?" + OF_KEY + " AND token = ?",
                            expiry(),
                            key.app(),
                            key.user(),
                            key.id(),
                            lease.getValue());
                }
                holds.renew(database, identity());
                return true;
            });
        } catch (ZavoraException | OutOfMemoryError e) {
            // tried again in time; a turn whose lease runs out meanwhile is told at its next append
        }
    }

    private long expiry() {
        return clock.millis() + LIFE.toMillis();
    }

    private void release(SessionKey key, long token) {
        if (held.remove(key, token)) {
            giveBack(() -> connections.quick(database -> database.update(
                    "DELETE FROM journal_lease" + OF_KEY + " AND token = ?", key.app(), key.user(), key.id(), token)));
        }
    }

    private void giveBack(Runnable release) {
        try {
            release.run();
        } catch (ZavoraException e) {
            unreleased.add(release);
        }
    }

    /** Does what may be left undone: somebody else does it later. */
    static void quietly(Runnable release) {
        try {
            release.run();
        } catch (ZavoraException e) {
            // as said
        }
    }

    /** Gives back what is still held and ends all waiting. Never throws. */
    @Override
    public void close() {
        closing.countDown();
        held.forEach(this::release);
        holds.releaseAll();
    }

    private record Row(long token, Usage.Mark mark) {}

    private final class Held implements Lease {
        private final SessionKey key;
        private final long token;

        Held(SessionKey key, long token) {
            this.key = key;
            this.token = token;
        }

        @Override
        public void close() {
            release(key, token);
        }
    }
}

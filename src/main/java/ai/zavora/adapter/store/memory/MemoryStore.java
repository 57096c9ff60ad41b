package ai.zavora.adapter.store.memory;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.Lease;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A journal in memory, empty at the start and gone at the end. Safe for use from several threads. */
public final class MemoryStore implements SessionStore {
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition leaseReleased = lock.newCondition();
    private final Map<SessionKey, Journal> sessions = new HashMap<>();
    private final Set<SessionKey> leased = new HashSet<>();
    private boolean closed;

    /**
     * @param clock stamps the creation and the updates of sessions
     */
    public MemoryStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public SessionSummary open(SessionKey key) {
        lock.lock();
        try {
            requireOpen();
            return sessions.computeIfAbsent(key, k -> new Journal(clock.instant()))
                    .summary(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var nanos = patience.toNanos();
            requireOpen();
            while (!leased.add(key)) {
                if (nanos <= 0) {
                    throw SessionFailures.busy(key);
                }
                nanos = leaseReleased.awaitNanos(nanos);
                requireOpen();
            }
            return new Held(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        lock.lock();
        try {
            var journal = journal(key);
            if (journal.events.size() != expectedSeq) {
                throw SessionFailures.conflict(key, expectedSeq, journal.events.size());
            }
            if (!events.isEmpty()) {
                for (var event : events) {
                    journal.events.add(event.withSeq(journal.events.size() + 1L));
                }
                journal.touch(clock.instant());
            }
            return journal.events.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<Event> events(SessionKey key, long afterSeq, int limit) {
        if (afterSeq < 0 || limit < 1) {
            throw new IllegalArgumentException("afterSeq " + afterSeq + ", limit " + limit);
        }
        lock.lock();
        try {
            var all = journal(key).events;
            var from = (int) Math.min(afterSeq, all.size());
            return List.copyOf(all.subList(from, (int) Math.min((long) from + limit, all.size())));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<SessionSummary> list(String app, String user) {
        lock.lock();
        try {
            requireOpen();
            return sessions.entrySet().stream()
                    .filter(e ->
                            e.getKey().app().equals(app) && e.getKey().user().equals(user))
                    .map(e -> e.getValue().summary(e.getKey()))
                    .sorted(Comparator.comparing(SessionSummary::updatedAt)
                            .reversed()
                            .thenComparing(summary -> summary.key().id()))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean delete(SessionKey key) {
        lock.lock();
        try {
            requireOpen();
            return sessions.remove(key) != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            sessions.clear();
            leaseReleased.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Journal journal(SessionKey key) {
        requireOpen();
        var journal = sessions.get(key);
        if (journal == null) {
            throw SessionFailures.unknown(key);
        }
        return journal;
    }

    private void requireOpen() {
        if (closed) {
            throw SessionFailures.closed();
        }
    }

    private static final class Journal {
        private final List<Event> events = new ArrayList<>();
        private final Instant createdAt;
        private Instant updatedAt;

        Journal(Instant createdAt) {
            this.createdAt = createdAt;
            this.updatedAt = createdAt;
        }

        /** A clock set back must not move a session down the list. */
        void touch(Instant now) {
            updatedAt = now.isAfter(updatedAt) ? now : updatedAt;
        }

        SessionSummary summary(SessionKey key) {
            return new SessionSummary(key, createdAt, updatedAt, events.size());
        }
    }

    private final class Held implements Lease {
        private final SessionKey key;
        private final AtomicBoolean released = new AtomicBoolean();

        Held(SessionKey key) {
            this.key = key;
        }

        @Override
        public void close() {
            if (!released.compareAndSet(false, true)) {
                return;
            }
            lock.lock();
            try {
                leased.remove(key);
                leaseReleased.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }
}

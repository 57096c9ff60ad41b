package ai.zavora.adapter.store.memory;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.EventText;
import ai.zavora.core.session.Hold;
import ai.zavora.core.session.Lease;
import ai.zavora.core.session.PruneRule;
import ai.zavora.core.session.Pruning;
import ai.zavora.core.session.SearchHit;
import ai.zavora.core.session.SearchQuery;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * A journal in memory, empty at the start and gone at the end. Beyond {@link #MAX_SESSIONS} and {@link #MAX_CHARACTERS}
 * those are forgotten that were not used for longest: opened, read or written; never one that somebody holds or has the
 * lease of. Safe for use from several threads.
 */
public final class MemoryStore implements SessionStore {
    /** How many sessions are kept. */
    public static final int MAX_SESSIONS = 1000;

    /** How many characters all of them together have, written as an export writes them. */
    public static final long MAX_CHARACTERS = 64L << 20;

    private final InstantSource clock;
    private final long maxCharacters;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition leaseReleased = lock.newCondition();
    /** The one that was used last at the end. */
    private final LinkedHashMap<SessionKey, Journal> sessions = new LinkedHashMap<>();

    private final Set<SessionKey> leased = ConcurrentHashMap.newKeySet();
    private final Map<SessionKey, Integer> holds = new HashMap<>();
    private long characters;
    private boolean closed;

    /**
     * @param clock stamps the creation and the updates of sessions
     */
    public MemoryStore(InstantSource clock) {
        this(clock, MAX_CHARACTERS);
    }

    MemoryStore(InstantSource clock, long maxCharacters) {
        this.clock = clock;
        this.maxCharacters = maxCharacters;
    }

    @Override
    public SessionSummary open(SessionKey key) {
        lock.lock();
        try {
            requireOpen();
            var known = sessions.get(key);
            return keep(key, known == null ? new Journal(clock.instant()) : known)
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
    public boolean isLeased(SessionKey key) {
        return leased.contains(key);
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        var size = size(events);
        lock.lock();
        try {
            var journal = used(key);
            if (journal.events.size() != expectedSeq) {
                throw SessionFailures.conflict(key, expectedSeq, journal.events.size());
            }
            if (!events.isEmpty()) {
                makeRoom(key, size);
                journal.add(events, size);
                characters += size;
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
            var all = used(key).events;
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
    public Optional<SessionSummary> find(SessionKey key) {
        lock.lock();
        try {
            requireOpen();
            return Optional.ofNullable(sessions.get(key)).map(journal -> journal.summary(key));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean delete(SessionKey key) {
        lock.lock();
        try {
            requireOpen();
            if (isInUse(key)) {
                throw SessionFailures.inUse(key);
            }
            return forget(key);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Hold hold(SessionKey key) {
        lock.lock();
        try {
            requireOpen();
            holds.merge(key, 1, Integer::sum);
            return new Marked(key);
        } finally {
            lock.unlock();
        }
    }

    private boolean isInUse(SessionKey key) {
        return leased.contains(key) || holds.containsKey(key);
    }

    @Override
    public Pruning prune(PruneRule rule, PruneRule.Mode mode) {
        lock.lock();
        try {
            var all = list(rule.app(), rule.user());
            var matching = rule.matches(all);
            var doomed =
                    matching.stream().filter(session -> !isInUse(session.key())).toList();
            var inUse =
                    matching.stream().filter(session -> isInUse(session.key())).toList();
            if (mode == PruneRule.Mode.DELETE) {
                doomed.forEach(session -> forget(session.key()));
            }
            return new Pruning(doomed, inUse, all.size() - doomed.size(), rule.ahead(all));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SessionSummary insert(SessionSummary session, Iterable<Event> events) {
        var journal = new Journal(session.createdAt());
        for (var event : events) {
            var one = List.of(event);
            journal.add(one, size(one));
        }
        journal.touch(session.updatedAt());
        lock.lock();
        try {
            requireOpen();
            if (sessions.containsKey(session.key())) {
                throw SessionFailures.exists(session.key());
            }
            makeRoom(session.key(), journal.characters);
            characters += journal.characters;
            return keep(session.key(), journal).summary(session.key());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<SearchHit> search(SearchQuery query) {
        var hits = new ArrayList<SearchHit>();
        lock.lock();
        try {
            for (var session : list(query.app(), query.user())) {
                for (var event : journal(session.key()).events) {
                    var excerpt = query.excerpt(EventText.content(event.body()));
                    if (excerpt.isPresent() && hits.size() < query.limit()) {
                        hits.add(new SearchHit(
                                session.key(), event.seq(), event.at(), EventText.kind(event.body()), excerpt.get()));
                    }
                }
            }
            return hits;
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

    /** The journal of a session that is being used. */
    private Journal used(SessionKey key) {
        return keep(key, journal(key));
    }

    private Journal keep(SessionKey key, Journal journal) {
        sessions.putLast(key, journal);
        forgetEldest(key, () -> sessions.size() > MAX_SESSIONS);
        return journal;
    }

    private void makeRoom(SessionKey key, long size) {
        forgetEldest(key, () -> characters + size > maxCharacters);
        if (characters + size > maxCharacters) {
            throw SessionFailures.memoryFull(key, maxCharacters);
        }
    }

    private void forgetEldest(SessionKey used, BooleanSupplier tooMuch) {
        if (!tooMuch.getAsBoolean()) {
            return;
        }
        for (var candidate : List.copyOf(sessions.keySet())) {
            if (tooMuch.getAsBoolean() && !candidate.equals(used) && !isInUse(candidate)) {
                forget(candidate);
            }
        }
    }

    private boolean forget(SessionKey key) {
        var journal = sessions.remove(key);
        characters -= journal == null ? 0 : journal.characters;
        return journal != null;
    }

    private static long size(List<Event> events) {
        return events.stream()
                .mapToLong(event -> EventCodec.write(event).length())
                .sum();
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
        private long characters;

        Journal(Instant createdAt) {
            this.createdAt = createdAt;
            this.updatedAt = createdAt;
        }

        void add(List<Event> more, long size) {
            more.forEach(event -> events.add(event.withSeq(events.size() + 1L)));
            characters += size;
        }

        /** A clock set back must not move a session down the list. */
        void touch(Instant now) {
            updatedAt = now.isAfter(updatedAt) ? now : updatedAt;
        }

        SessionSummary summary(SessionKey key) {
            return new SessionSummary(key, createdAt, updatedAt, events.size());
        }
    }

    private final class Marked implements Hold {
        private final SessionKey key;
        private final AtomicBoolean released = new AtomicBoolean();

        Marked(SessionKey key) {
            this.key = key;
        }

        @Override
        public void close() {
            if (!released.compareAndSet(false, true)) {
                return;
            }
            lock.lock();
            try {
                holds.computeIfPresent(key, (any, count) -> count > 1 ? count - 1 : null);
            } finally {
                lock.unlock();
            }
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

package ai.zavora.core.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A store that goes on in memory when its place cannot be written, so that the answer still comes. It says so once. Any
 * other failure, a damaged file above all, stays a failure.
 *
 * <p>No tool call starts on the strength of a note in memory while the durable journal holds the turn it belongs to: read
 * again later, that journal would say that the call never ran, and it would be made twice. Such a turn ends with the
 * failure.
 *
 * <p>As safe for several threads as the stores it is made of.
 */
public final class DegradingStore implements SessionStore {

    private static final int PAGE = 1000;

    private final Optional<SessionStore> durable;
    private final SessionStore memory;
    private final Consumer<String> warnings;
    /** Turns of which the durable store holds a beginning only, and why. */
    private final ConcurrentMap<String, UnwritableStoreException> cutTurns = new ConcurrentHashMap<>();

    private volatile boolean degraded;

    private DegradingStore(Optional<SessionStore> durable, SessionStore memory, Consumer<String> warnings) {
        this.durable = durable;
        this.memory = memory;
        this.warnings = warnings;
        this.degraded = durable.isEmpty();
    }

    /**
     * Opens the durable store, or goes on in memory at once.
     *
     * @param durable opens the store to be used
     * @param memory used from the first {@link UnwritableStoreException} on
     * @param warnings told one sentence then
     */
    public static DegradingStore open(Supplier<SessionStore> durable, SessionStore memory, Consumer<String> warnings) {
        requireNonNull(memory, "memory is null");
        try {
            return new DegradingStore(Optional.of(durable.get()), memory, warnings);
        } catch (UnwritableStoreException e) {
            warnings.accept(warning(e));
            return new DegradingStore(Optional.empty(), memory, warnings);
        }
    }

    private static String warning(UnwritableStoreException e) {
        return e.getMessage() + " This session is not saved. " + e.hint();
    }

    @Override
    public SessionSummary open(SessionKey key) {
        try {
            return current().open(key);
        } catch (UnwritableStoreException e) {
            takeOver(key, e);
            return memory.open(key);
        }
    }

    @Override
    public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
        try {
            return current().lease(key, patience);
        } catch (UnwritableStoreException e) {
            takeOver(key, e);
            return memory.lease(key, patience);
        }
    }

    @Override
    public boolean keeps() {
        return current().keeps();
    }

    @Override
    public boolean isLeased(SessionKey key) {
        return current().isLeased(key);
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        if (degraded) {
            requireDurableStart(events);
            return memory.append(key, expectedSeq, events);
        }
        try {
            return current().append(key, expectedSeq, events);
        } catch (UnwritableStoreException e) {
            appendFailed(key, events, e);
            return memory.append(key, expectedSeq, events);
        }
    }

    /** Goes on in memory, or passes the failure on where the turn must end with it. */
    private void appendFailed(SessionKey key, List<Event> events, UnwritableStoreException failure) {
        var turns = events.stream().map(Event::turnId).toList();
        if (startsCall(events)) {
            turns.forEach(turn -> cutTurns.put(turn, failure));
        }
        if (turns.stream().anyMatch(cutTurns::containsKey)) {
            throw failure;
        }
        takeOver(key, failure).filter(turns::contains).ifPresent(turn -> cutTurns.put(turn, failure));
    }

    private void requireDurableStart(List<Event> events) {
        if (startsCall(events)) {
            events.stream()
                    .map(event -> cutTurns.get(event.turnId()))
                    .filter(Objects::nonNull)
                    .findFirst()
                    .ifPresent(failure -> {
                        throw failure;
                    });
        }
    }

    private static boolean startsCall(List<Event> events) {
        return events.stream().anyMatch(event -> event.body() instanceof Event.ToolStarted);
    }

    private SessionStore current() {
        return degraded ? memory : durable.orElse(memory);
    }

    /**
     * Goes on in memory with what the durable store holds of the session; the turn of its newest event. Where that cannot
     * even be read, the failure stays one: an answer without its history would pass for a whole one.
     */
    private synchronized Optional<String> takeOver(SessionKey key, UnwritableStoreException cause) {
        var newest = durable.flatMap(store -> store.find(key).flatMap(session -> copy(store, session)));
        if (!degraded) {
            degraded = true;
            warnings.accept(warning(cause));
        }
        return newest;
    }

    /** As the same session: whoever counts its tokens goes on. */
    private Optional<String> copy(SessionStore from, SessionSummary session) {
        var key = session.key();
        var seq = memory.find(key)
                .orElseGet(() -> memory.insert(session, List.of()))
                .lastSeq();
        var newest = Optional.<String>empty();
        List<Event> page;
        do {
            page = from.events(key, seq, PAGE);
            if (!page.isEmpty()) {
                seq = memory.append(key, seq, page);
                newest = Optional.of(page.getLast().turnId());
            }
        } while (!page.isEmpty());
        return newest;
    }

    @Override
    public List<Event> events(SessionKey key, long afterSeq, int limit) {
        return current().events(key, afterSeq, limit);
    }

    @Override
    public List<SessionSummary> list(String app, String user) {
        return current().list(app, user);
    }

    @Override
    public Optional<SessionSummary> find(SessionKey key) {
        return current().find(key);
    }

    @Override
    public boolean delete(SessionKey key) {
        return current().delete(key);
    }

    @Override
    public Hold hold(SessionKey key) {
        try {
            return current().hold(key);
        } catch (UnwritableStoreException e) {
            takeOver(key, e);
            return memory.hold(key);
        }
    }

    @Override
    public Pruning prune(PruneRule rule, PruneRule.Mode mode) {
        return current().prune(rule, mode);
    }

    @Override
    public SessionSummary insert(SessionSummary session, Iterable<Event> events) {
        return current().insert(session, events);
    }

    @Override
    public List<SearchHit> search(SearchQuery query) {
        return current().search(query);
    }

    @Override
    public void close() {
        durable.ifPresent(SessionStore::close);
        memory.close();
    }
}

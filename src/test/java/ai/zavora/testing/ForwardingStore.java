package ai.zavora.testing;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.Hold;
import ai.zavora.core.session.Lease;
import ai.zavora.core.session.PruneRule;
import ai.zavora.core.session.Pruning;
import ai.zavora.core.session.SearchHit;
import ai.zavora.core.session.SearchQuery;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A store that passes everything on to another; a test changes what it needs to. */
public abstract class ForwardingStore implements SessionStore {
    private final SessionStore store;

    protected ForwardingStore(SessionStore store) {
        this.store = store;
    }

    @Override
    public SessionSummary open(SessionKey key) {
        return store.open(key);
    }

    @Override
    public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
        return store.lease(key, patience);
    }

    @Override
    public boolean keeps() {
        return store.keeps();
    }

    @Override
    public boolean isLeased(SessionKey key) {
        return store.isLeased(key);
    }

    @Override
    public long append(SessionKey key, long expectedSeq, List<Event> events) {
        return store.append(key, expectedSeq, events);
    }

    @Override
    public List<Event> events(SessionKey key, long afterSeq, int limit) {
        return store.events(key, afterSeq, limit);
    }

    @Override
    public List<SessionSummary> list(String app, String user) {
        return store.list(app, user);
    }

    @Override
    public Optional<SessionSummary> find(SessionKey key) {
        return store.find(key);
    }

    @Override
    public boolean delete(SessionKey key) {
        return store.delete(key);
    }

    @Override
    public Hold hold(SessionKey key) {
        return store.hold(key);
    }

    @Override
    public Pruning prune(PruneRule rule, PruneRule.Mode mode) {
        return store.prune(rule, mode);
    }

    @Override
    public SessionSummary insert(SessionSummary session, Iterable<Event> events) {
        return store.insert(session, events);
    }

    @Override
    public List<SearchHit> search(SearchQuery query) {
        return store.search(query);
    }

    @Override
    public void close() {
        store.close();
    }
}

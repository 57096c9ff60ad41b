package ai.zavora.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.core.llm.Part;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DegradingStoreTest {

    private static final SessionKey KEY = new SessionKey("app", "user", "session");

    private final InstantSource clock = InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));
    private final List<String> warnings = new ArrayList<>();

    @Test
    void goesOnInMemoryWhenTheStoreCannotBeOpened() {
        var store = DegradingStore.open(
                () -> {
                    throw unwritable();
                },
                new MemoryStore(clock),
                warnings::add);

        store.open(KEY);
        store.append(KEY, 0, List.of(event(1)));

        assertThat(store.events(KEY, 0, 10)).hasSize(1);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void carriesTheSessionOverWhenTheDiskFillsUp() throws InterruptedException {
        var disk = new FillingStore(new MemoryStore(clock));
        var store = DegradingStore.open(() -> disk, new MemoryStore(clock), warnings::add);
        store.open(KEY);
        try (var _ = store.lease(KEY, Duration.ofSeconds(1))) {
            store.append(KEY, 0, List.of(event(1)));
            disk.full = true;

            store.append(KEY, 1, List.of(event(2)));
            store.append(KEY, 2, List.of(event(3)));
        }

        assertThat(store.events(KEY, 0, 10)).extracting(Event::seq).containsExactly(1L, 2L, 3L);
        assertThat(disk.events(KEY, 0, 10)).hasSize(1);
        assertThat(warnings).hasSize(1).first().asString().contains("not saved");
    }

    private static UnwritableStoreException unwritable() {
        return new UnwritableStoreException("the disk is full.", "Free some space.", new IOException("full"));
    }

    private Event event(long seq) {
        return new Event(
                seq,
                "00000000-0000-0000-0000-00000000000" + seq,
                clock.instant(),
                "turn",
                new Event.UserMessage(List.of(new Part.Text("text " + seq))));
    }

    /** A store on a disk that fills up when the test says so. */
    private static final class FillingStore implements SessionStore {
        private final SessionStore disk;
        private boolean full;

        FillingStore(SessionStore disk) {
            this.disk = disk;
        }

        @Override
        public SessionSummary open(SessionKey key) {
            return disk.open(key);
        }

        @Override
        public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
            return disk.lease(key, patience);
        }

        @Override
        public long append(SessionKey key, long expectedSeq, List<Event> events) {
            if (full) {
                throw unwritable();
            }
            return disk.append(key, expectedSeq, events);
        }

        @Override
        public List<Event> events(SessionKey key, long afterSeq, int limit) {
            return disk.events(key, afterSeq, limit);
        }

        @Override
        public List<SessionSummary> list(String app, String user) {
            return disk.list(app, user);
        }

        @Override
        public Optional<SessionSummary> find(SessionKey key) {
            return disk.find(key);
        }

        @Override
        public boolean delete(SessionKey key) {
            return disk.delete(key);
        }

        @Override
        public Hold hold(SessionKey key) {
            return disk.hold(key);
        }

        @Override
        public Pruning prune(PruneRule rule, PruneRule.Mode mode) {
            return disk.prune(rule, mode);
        }

        @Override
        public SessionSummary insert(SessionSummary session, Iterable<Event> events) {
            return disk.insert(session, events);
        }

        @Override
        public List<SearchHit> search(SearchQuery query) {
            return disk.search(query);
        }

        @Override
        public void close() {
            disk.close();
        }
    }
}

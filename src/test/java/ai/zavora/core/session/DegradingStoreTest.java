package ai.zavora.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.testing.ForwardingStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
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
        var disk = new FillingStore(new MemoryStore(InstantSource.fixed(Instant.parse("2025-12-31T00:00:00Z"))));
        var store = DegradingStore.open(() -> disk, new MemoryStore(clock), warnings::add);
        store.open(KEY);
        try (var _ = store.lease(KEY, Duration.ofSeconds(1))) {
            store.append(KEY, 0, List.of(event(1)));
            var stored = store.find(KEY).orElseThrow();
            assertThat(store.keeps()).isTrue();
            disk.full = true;

            store.append(KEY, 1, List.of(event(2)));
            store.append(KEY, 2, List.of(event(3)));

            assertThat(store.keeps()).isFalse();
            assertThat(store.find(KEY).orElseThrow().continues(stored)).isTrue();
        }

        assertThat(store.events(KEY, 0, 10)).extracting(Event::seq).containsExactly(1L, 2L, 3L);
        assertThat(disk.events(KEY, 0, 10)).hasSize(1);
        assertThat(warnings).hasSize(1).first().asString().contains("not saved");
    }

    @Test
    void aCallWhoseStartCannotBeStoredDoesNotStart() {
        var disk = new FillingStore(new MemoryStore(clock));
        var store = DegradingStore.open(() -> disk, new MemoryStore(clock), warnings::add);
        store.open(KEY);
        store.append(KEY, 0, List.of(event(1)));
        disk.full = true;

        assertThatThrownBy(() -> store.append(KEY, 1, List.of(started(2))))
                .isInstanceOf(UnwritableStoreException.class);
        assertThatThrownBy(() -> store.append(KEY, 1, List.of(event(2))))
                .as("the end of that turn")
                .isInstanceOf(UnwritableStoreException.class);

        assertThat(warnings).isEmpty();
        disk.full = false;
        store.append(KEY, 1, List.of(event(2)));
        assertThat(disk.events(KEY, 0, 10)).hasSize(2);
    }

    @Test
    void norDoesOneOfATurnThatIsStoredInPart() {
        var disk = new FillingStore(new MemoryStore(clock));
        var store = DegradingStore.open(() -> disk, new MemoryStore(clock), warnings::add);
        store.open(KEY);
        store.append(KEY, 0, List.of(event(1)));
        disk.full = true;
        store.append(KEY, 1, List.of(event(2)));

        assertThatThrownBy(() -> store.append(KEY, 2, List.of(started(3))))
                .isInstanceOf(UnwritableStoreException.class);
        assertThat(store.append(KEY, 2, List.of(event(3)))).isEqualTo(3);
    }

    @Test
    void callsOfATurnThatIsInMemoryFromTheStartRun() {
        var disk = new FillingStore(new MemoryStore(clock));
        var store = DegradingStore.open(() -> disk, new MemoryStore(clock), warnings::add);
        store.open(KEY);
        disk.full = true;
        store.append(KEY, 0, List.of(event(1)));

        assertThat(store.append(KEY, 1, List.of(started(2)))).isEqualTo(2);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void aSessionIsTakenOverWhenItsLeaseCannotBeWritten() throws InterruptedException {
        var disk = new FillingStore(new MemoryStore(clock));
        var store = DegradingStore.open(() -> disk, new MemoryStore(clock), warnings::add);
        disk.open(KEY);
        disk.append(KEY, 0, List.of(event(1), event(2)));
        disk.full = true;

        try (var _ = store.lease(KEY, Duration.ofSeconds(1))) {
            assertThat(store.open(KEY).lastSeq()).isEqualTo(2);
        }
        assertThat(warnings).hasSize(1);
    }

    private static UnwritableStoreException unwritable() {
        return new UnwritableStoreException("the disk is full.", "Free some space.", new IOException("full"));
    }

    private Event event(long seq) {
        return event(seq, new Event.UserMessage(List.of(new Part.Text("text " + seq))));
    }

    private Event started(long seq) {
        return event(seq, new Event.ToolStarted(new ToolCall("call", "tool", JsonValue.Obj.EMPTY)));
    }

    private Event event(long seq, Event.Body body) {
        return new Event(seq, "00000000-0000-0000-0000-00000000000" + seq, clock.instant(), "turn", body);
    }

    /** A store on a disk that fills up when the test says so. */
    private static final class FillingStore extends ForwardingStore {
        private boolean full;

        FillingStore(SessionStore disk) {
            super(disk);
        }

        @Override
        public Lease lease(SessionKey key, Duration patience) throws InterruptedException {
            if (full) {
                throw unwritable();
            }
            return super.lease(key, patience);
        }

        @Override
        public boolean keeps() {
            return true;
        }

        @Override
        public long append(SessionKey key, long expectedSeq, List<Event> events) {
            if (full) {
                throw unwritable();
            }
            return super.append(key, expectedSeq, events);
        }
    }
}

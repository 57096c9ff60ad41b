package ai.zavora.adapter.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.Part;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.SessionStoreContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore newStore(InstantSource time) {
        return new MemoryStore(time);
    }

    private static SessionKey numbered(int number) {
        return new SessionKey("app", "user", "session-" + number);
    }

    @Test
    void forgetsWhatWasNotUsedForLongestAndNothingInUse() throws InterruptedException {
        try (var store = newStore(InstantSource.system())) {
            for (var number = 0; number < MemoryStore.MAX_SESSIONS; number++) {
                store.open(numbered(number));
            }
            var lease = store.lease(numbered(0), Duration.ZERO);
            var hold = store.hold(numbered(1));
            store.events(numbered(2), 0, 1);

            store.open(numbered(MemoryStore.MAX_SESSIONS));
            store.open(numbered(MemoryStore.MAX_SESSIONS + 1));

            assertThat(store.list("app", "user")).hasSize(MemoryStore.MAX_SESSIONS);
            assertThat(store.find(numbered(0))).isPresent();
            assertThat(store.find(numbered(1))).isPresent();
            assertThat(store.find(numbered(2))).isPresent();
            assertThat(store.find(numbered(3))).isEmpty();
            assertThat(store.find(numbered(4))).isEmpty();
            assertThat(store.find(numbered(5))).isPresent();

            lease.close();
            hold.close();
            store.open(numbered(MemoryStore.MAX_SESSIONS + 2));
            assertThat(store.find(numbered(0))).isEmpty();
        }
    }

    private static List<Event> said(int characters) {
        return List.of(new Event(
                0, "id", Instant.EPOCH, "turn", new Event.UserMessage(List.of(new Part.Text("x".repeat(characters))))));
    }

    @Test
    void forgetsAlsoWhenTheyAreLongTogether() throws InterruptedException {
        try (var store = new MemoryStore(InstantSource.system(), 10_000)) {
            for (var number = 0; number < 3; number++) {
                store.open(numbered(number));
                store.append(numbered(number), 0, said(2_500));
            }
            var lease = store.lease(numbered(0), Duration.ZERO);

            store.open(numbered(3));
            store.append(numbered(3), 0, said(2_500));

            assertThat(store.find(numbered(0))).isPresent();
            assertThat(store.find(numbered(1))).isEmpty();
            assertThat(store.find(numbered(2))).isPresent();
            lease.close();
            assertThat(store.delete(numbered(0))).isTrue();
            store.append(numbered(3), 1, said(2_500));
            assertThat(store.find(numbered(2))).as("there was room").isPresent();
        }
    }

    @Test
    void refusesWhatFindsNoRoomAndKeepsWhatIsThere() {
        try (var store = new MemoryStore(InstantSource.system(), 10_000)) {
            store.open(numbered(0));
            store.append(numbered(0), 0, said(5_000));

            assertThatThrownBy(() -> store.append(numbered(0), 1, said(6_000)))
                    .isInstanceOfSatisfying(
                            ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.SESSION))
                    .hasMessageContaining("10000 characters");

            assertThat(store.events(numbered(0), 0, 10)).hasSize(1);
            assertThat(store.append(numbered(0), 1, said(3_000))).isEqualTo(2);
        }
    }
}

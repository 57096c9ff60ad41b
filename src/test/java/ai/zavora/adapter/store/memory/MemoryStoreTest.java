package ai.zavora.adapter.store.memory;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.SessionStoreContract;
import java.time.Duration;
import java.time.InstantSource;
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
}

package ai.zavora.adapter.store.memory;

import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.SessionStoreContract;
import java.time.InstantSource;

final class MemoryStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore newStore(InstantSource time) {
        return new MemoryStore(time);
    }
}

package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.SessionStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;

final class SqliteMemoryStoreTest extends SessionStoreContract {
    @Override
    protected SessionStore newStore(InstantSource time) {
        return SqliteStore.open(":memory:", Path.of("/"), time);
    }
}

package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.SessionStoreContract;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends SessionStoreContract {
    @TempDir
    Path folder;

    @Override
    protected SessionStore newStore(InstantSource time) {
        return SqliteStore.open("sqlite://sessions.db", folder, time);
    }
}

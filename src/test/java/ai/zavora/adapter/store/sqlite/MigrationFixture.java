package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionMigration.Report;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A place for a database of the earlier Rust version, and its import. */
abstract class MigrationFixture {
    @TempDir
    Path folder;

    Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("sessions.db");
    }

    Report migrate() {
        return Migration.of("sqlite://" + file, folder).run();
    }
}

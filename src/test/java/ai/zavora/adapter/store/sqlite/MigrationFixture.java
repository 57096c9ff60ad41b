package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionMigration.Report;
import ai.zavora.testing.LegacySessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
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

    /** A database of which two pages in the middle are nonsense. */
    void writeDamaged() throws IOException, SQLException {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}");
            for (var i = 0; i < 200; i++) {
                old.eventOf("u", "01", "precious".repeat(20));
            }
        }
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 8192, (byte) 0x5a);
        Files.write(file, bytes);
    }

    Report migrate() {
        return Migration.of("sqlite://" + file, folder).run();
    }
}

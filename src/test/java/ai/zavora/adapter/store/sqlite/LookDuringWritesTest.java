package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Events;
import ai.zavora.testing.JavaProcess;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Looking leaves no trace and so takes no lock; others may open the database, write and close it meanwhile. */
final class LookDuringWritesTest extends RepairFixture {
    private static final int LOOKS = 10;

    @Test
    void aDatabaseThatOthersWriteToIsNeverTakenForDamaged() throws Exception {
        // large enough that a look takes a while
        try (var store = open(file)) {
            for (var session = 1; session <= SESSIONS; session++) {
                for (var i = 0; i < 20; i++) {
                    store.append(key(session), ENTRIES + i, Events.numbered("wide ".repeat(40_000), 1));
                }
            }
        }
        try (var others = JavaProcess.start(ReopeningProcess.class, file.toString())) {
            others.line();
            for (var look = 1; look <= LOOKS; look++) {
                assertThat(repairIfDamaged()).as("look " + look).isEmpty();
            }
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .isSubsetOf(List.of("sessions.db", "sessions.db-wal", "sessions.db-shm"));
        }
    }
}

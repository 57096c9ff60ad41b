package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.InterruptedWorkException;
import ai.zavora.core.session.SessionArchive.Existing;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An interrupt breaks off a statement that may take minutes, where the process would be killed before it ended. */
final class InterruptedWorkTest {
    /** Enough that SQLite looks whether to go on before it is done. */
    private static final int EVENTS = 30_000;

    private static final SessionKey KEY = new SessionKey("app", "user", "session");

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void fill() {
        file = folder.resolve("sessions.db");
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            store.open(KEY);
            store.append(KEY, 0, Events.numbered("text ", EVENTS));
        }
    }

    private static void isBrokenOff(ThrowingCallable work) {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(work).isInstanceOf(InterruptedWorkException.class);
        } finally {
            assertThat(Thread.interrupted()).as("the thread stays interrupted").isTrue();
        }
    }

    @Test
    void aBackupIsBrokenOffAndLeavesNothing() throws Exception {
        var archive = SqliteArchive.of("sqlite://" + file, folder, InstantSource.system());
        isBrokenOff(() -> archive.backup(folder.resolve("backup.db"), Existing.KEEP));

        try (var left = Files.list(folder)) {
            assertThat(left.map(Path::getFileName).map(Path::toString)).containsExactly("sessions.db");
        }
    }

    @Test
    void aCheckIsBrokenOffAndTheConnectionCanGoOn() throws SQLException {
        try (var database = Database.unchanged(file)) {
            isBrokenOff(() -> database.interruptibly(() -> database.text("PRAGMA integrity_check(1)")));

            assertThat(database.text("PRAGMA integrity_check(1)")).isEqualTo("ok");
        }
    }

    @Test
    void theLookBeforeADatabaseIsReplacedIsBrokenOffAndKeepsNobodyAway() {
        isBrokenOff(() -> Seal.of(file, InstantSource.system()).close());

        try (var seal = Seal.of(file, InstantSource.system())) {
            assertThat(seal.lock()).isPresent();
        }
    }

    /** What is told of a turn that was broken off is stored all the same. */
    @Test
    void whatIsStoredIsNot() {
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            Thread.currentThread().interrupt();
            try {
                store.append(KEY, EVENTS, Events.numbered("text ", EVENTS));
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
            assertThat(store.events(KEY, 2 * EVENTS - 1, 2)).hasSize(1);
        }
    }
}

package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.testing.Events;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes with a session that is removed. */
final class PrunerTest {
    private static final SessionKey KEY = new SessionKey("app", "user", "small");
    private static final long WAITING = 7;

    @TempDir
    Path folder;

    private long events(long session) throws SQLException {
        try (var database = Database.readable(folder.resolve("sessions.db").toString())) {
            return database.number("SELECT count(*) FROM journal_event WHERE key >> 32 = " + session);
        }
    }

    /** An event of a session that was removed before. */
    private static void leaveWaiting(String file) throws SQLException {
        try (var database = Database.writable(file)) {
            database.update("INSERT INTO journal_event VALUES (?, 'entry')", SessionRows.key(WAITING, 1));
            database.update(
                    "INSERT INTO journal_garbage VALUES (?, ?)",
                    SessionRows.key(WAITING, 0),
                    SessionRows.key(WAITING, SessionRows.MAX_SEQ));
        }
    }

    @Test
    void largeEventsOfAFewSessionsWaitAsManyDo() throws Exception {
        var file = folder.resolve("sessions.db").toString();
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            store.open(KEY);
            store.append(KEY, 0, Events.numbered("x".repeat(9 << 20), 2));

            assertThat(store.delete(KEY)).isTrue();

            assertThat(store.find(KEY)).isEmpty();
            assertThat(events(1)).isEqualTo(2);
        }
        assertThat(events(1)).as("cleared away when it closes").isZero();
    }

    /** Else a small deletion would take as long, and as much space in the log, as a large one before it. */
    @Test
    void aSmallSessionGoesWithoutWhatWaitsFromBefore() throws Exception {
        var file = folder.resolve("sessions.db").toString();
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            store.open(KEY);
            store.append(KEY, 0, Events.numbered("said", 3));
            leaveWaiting(file);

            assertThat(store.delete(KEY)).isTrue();

            assertThat(events(1)).isZero();
            assertThat(events(WAITING)).isEqualTo(1);
        }
        assertThat(events(WAITING)).as("cleared away when it closes").isZero();
    }

    @Test
    void aStoreThatOnlyTookASessionInClearsAwayToo() throws Exception {
        var file = folder.resolve("sessions.db").toString();
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            leaveWaiting(file);

            store.insert(new SessionSummary(KEY, Instant.EPOCH, Instant.EPOCH, 0), List.of());
        }
        assertThat(events(WAITING)).isZero();
    }
}

package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.SessionArchive.SessionOwner;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A session database to be damaged, and its repair. */
abstract class RepairFixture {
    static final int SESSIONS = 5;
    static final int ENTRIES = 60;
    static final int PAGE = 4096;
    static final SessionOwner OWNER = new SessionOwner("app", "user");

    @TempDir
    Path folder;

    Path file;
    byte[] whole = {};
    final Map<SessionKey, List<Event>> before = new HashMap<>();

    @BeforeEach
    void fill() throws IOException {
        file = folder.resolve("sessions.db");
        try (var store = open(file)) {
            for (var session = 1; session <= SESSIONS; session++) {
                var key = key(session);
                store.open(key);
                store.append(key, 0, Events.numbered("text ".repeat(40) + session + "-", ENTRIES - 1));
                store.append(key, ENTRIES - 1, Events.numbered("long ".repeat(3000), 1));
                before.put(key, store.events(key, 0, ENTRIES));
            }
        }
        whole = Files.readAllBytes(file);
    }

    static SessionKey key(int session) {
        return new SessionKey("app", "user", "session-" + session);
    }

    SqliteStore open(Path database) {
        return SqliteStore.open("sqlite://" + database, folder, InstantSource.system());
    }

    RepairReport repair() {
        return repairIfDamaged().orElseThrow();
    }

    Optional<RepairReport> repairIfDamaged() {
        return SqliteArchive.of("sqlite://" + file, folder, InstantSource.system())
                .repair(OWNER);
    }

    /** Damages a row that no session needs, so that there is something to repair and nothing else to lose. */
    void flaw() throws Exception {
        change("INSERT INTO journal_state VALUES ('app', 'flaw', '', '{}', 'never')");
    }

    void change(String... statements) throws Exception {
        try (var database = Database.writable(file.toString())) {
            for (var statement : statements) {
                database.execute(statement);
            }
            database.text("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }
}

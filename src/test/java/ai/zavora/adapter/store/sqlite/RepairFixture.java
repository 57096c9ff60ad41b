package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.HistoryRepair;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.RepairReport.Name;
import ai.zavora.core.session.SessionArchive.SessionOwner;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
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

    /** Repairs, looks at the result in every respect, and removes it. */
    final RepairReport repaired(String how) throws Exception {
        var damaged = Files.readAllBytes(file);
        var report = repair();
        assertThat(Files.readAllBytes(file)).as(how).isEqualTo(damaged);
        var result = report.repaired().file();
        try (var database = Database.readable(result.toString())) {
            assertThat(database.text("PRAGMA integrity_check")).as(how).isEqualTo("ok");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(result)))
                .isEqualTo("rw-------");
        var events = 0L;
        for (var session : report.sessions()) {
            var after = events(result, session.key());
            events += after.size();
            assertThat(after)
                    .as(how)
                    .extracting(Event::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, after.size()).boxed().toList());
            var kept = after.stream().filter(event -> !isGap(event)).toList();
            assertThat(kept).as(how).hasSize((int) session.recovered());
            if (session.name() == Name.KEPT) {
                var left = ids(kept);
                var expected = new ArrayList<>(ids(before.getOrDefault(session.key(), List.of())));
                expected.retainAll(left);
                assertThat(left).as(how).isEqualTo(expected);
            }
            assertThat(session.lost() > 0).as(how).isEqualTo(after.size() > kept.size());
        }
        assertThat(report.repaired().events()).as(how).isEqualTo(events);
        assertThat(report.repaired().sessions())
                .as(how)
                .isEqualTo(report.sessions().size());
        for (var ending : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(result.resolveSibling(result.getFileName() + ending));
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .as(how)
                    .isSubsetOf("sessions.db", "sessions.db-wal", "sessions.db-shm");
        }
        return report;
    }

    final List<Event> events(Path database, SessionKey key) {
        try (var store = open(database)) {
            assertThat(store.list(key.app(), key.user()))
                    .extracting(SessionSummary::key)
                    .contains(key);
            return store.events(key, 0, Integer.MAX_VALUE);
        }
    }

    static List<String> ids(List<Event> events) {
        return events.stream().map(Event::id).toList();
    }

    static boolean isGap(Event event) {
        return event.body().equals(new Event.TurnAborted(HistoryRepair.LOST));
    }
}

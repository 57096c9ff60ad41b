package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import ai.zavora.testing.JavaProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that use one database at once lose nothing and never find it locked. */
final class EightProcessesTest {
    private static final int PROCESSES = 8;
    private static final int ROUNDS = 12;
    private static final int ENTRIES = 2;

    @TempDir
    Path folder;

    @Test
    void createOpenAppendAndCloseTogether() throws Exception {
        var database = folder.resolve("new/sessions.db");
        var start = folder.resolve("start");
        var processes = new ArrayList<JavaProcess>();
        for (var name = 0; name < PROCESSES; name++) {
            processes.add(JavaProcess.start(
                    ContendingProcess.class,
                    database.toString(),
                    "p" + name,
                    Integer.toString(ROUNDS),
                    start.toString()));
        }
        Files.createFile(start);

        var told = new ArrayList<String>();
        for (var process : processes) {
            try (process) {
                told.addAll(process.rest());
                assertThat(process.exitCode()).isZero();
            }
        }

        assertThat(told).hasSize(PROCESSES * ROUNDS * 3).doesNotHaveDuplicates();
        try (var store = SqliteStore.open("sqlite://" + database, folder, InstantSource.system())) {
            assertThat(store.list("app", "user")).hasSize(PROCESSES + 2);
            for (var name = 0; name < PROCESSES; name++) {
                assertHolds(store, ContendingProcess.key("p" + name), told, ROUNDS);
            }
            assertHolds(store, ContendingProcess.SHARED, told, PROCESSES * ROUNDS);
            assertHolds(store, ContendingProcess.LEASED, told, PROCESSES * ROUNDS);
        }
    }

    /** Every append is where its process was told, whole, and there is nothing else. */
    private static void assertHolds(SqliteStore store, SessionKey key, List<String> told, int appends) {
        var events = store.events(key, 0, Integer.MAX_VALUE);
        assertThat(events).hasSize(ENTRIES * appends);
        var found = new ArrayList<String>();
        for (var i = 0; i < events.size(); i += ENTRIES) {
            var last = events.get(i + ENTRIES - 1);
            var text = Events.textOf(last);
            found.add(key.id() + " " + last.seq() + " " + text.substring(0, text.length() - 1));
            assertThat(Events.textOf(events.get(i))).isEqualTo(text.substring(0, text.length() - 1) + "1");
        }
        assertThat(told).containsAll(found);
    }
}

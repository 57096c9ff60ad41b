package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.core.llm.Part;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.testing.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sessions are removed to make room: what they held is cleared away with the little that there is. */
final class LittleRoomTest extends ProgramTest {
    private static final String SQLITE = "\"$ZAVORA\" --session-backend sqlite ";
    private static final int LARGE = 4 << 20;
    /** Each of them has a page of 4,096 bytes for itself. */
    private static final int[] SIZES =
            IntStream.generate(() -> 2_100).limit(110).toArray();

    private static final int FREE_KIB = 1_500;

    private void sessions() throws IOException {
        Files.createDirectory(home.resolve(".zavora"));
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.system())) {
            insert(store, 0, LARGE);
            for (var number = 1; number <= 20; number++) {
                insert(store, number, SIZES);
            }
        }
    }

    /** Events of those sizes. */
    private static void insert(SqliteStore store, int number, int... sizes) {
        var now = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(number);
        var events = new ArrayList<Event>();
        for (var size : sizes) {
            var said = new Event.UserMessage(List.of(new Part.Text("x".repeat(size))));
            events.add(new Event(0, "event" + number + "-" + events.size(), now, "turn", said));
        }
        store.insert(
                new SessionSummary(new SessionKey("zavora-cli", "local-user", "s" + number), now, now, events.size()),
                events);
    }

    private static long number(Path database, String query) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            return rows.getLong(1);
        }
    }

    /** In a folder on a disk with that database and little free space. */
    private Finished onASmallDisk(String... commands) throws Exception {
        var allowed = program().shell("unshare -rm mount -t tmpfs tmpfs \"$HOME\"");
        assumeThat(allowed.exit()).as("this user may mount").isZero();
        sessions();
        var script = new ArrayList<>(List.of(
                "set -e",
                "mkdir small",
                "mount -t tmpfs -o size=32m tmpfs small",
                "cp -r .zavora small/",
                "cd small",
                "fallocate -l $(( $(df -k --output=avail . | tail -1) - " + FREE_KIB + " ))k fill"));
        script.addAll(List.of(commands));
        script.add("df -k --output=avail . | tail -1 >../free");
        Files.write(home.resolve("script"), script);
        return program().shell("exec unshare -rm /bin/bash script");
    }

    private void assertThatRoomIsLeft() throws IOException {
        assertThat(Long.parseLong(Files.readString(home.resolve("free")).strip()))
                .as("KiB that are free")
                .isGreaterThan(FREE_KIB / 2);
    }

    @Test
    void whatIsRemovedOnADiskThatIsAlmostFullMakesRoom() throws Exception {
        var run = onASmallDisk(
                SQLITE + "sessions prune --keep 1 --force",
                SQLITE + "ask one",
                SQLITE + "ask two",
                SQLITE + "ask three",
                "cp -r .zavora ../after");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("Deleted 20 sessions, kept 1.");
        var after = home.resolve("after/sessions.db");
        assertThat(number(after, "SELECT count(*) FROM journal_garbage"))
                .as("only the one that is larger than the room waits on")
                .isEqualTo(1);
        assertThat(number(after, "SELECT max(octet_length(entry)) FROM journal_event"))
                .isGreaterThan(LARGE);
        assertThat(number(after, "PRAGMA freelist_count")).as("free pages").isGreaterThan(1_000);
        assertThatRoomIsLeft();
    }

    @Test
    void whatFindsNoRoomGivesBackWhatItTookWhileAServerHasTheDatabaseOpen() throws Exception {
        var run = onASmallDisk(
                SQLITE + "server serve --port 0 >listening & server=$!",
                "for i in $(seq 300); do grep -q Listening listening && break; sleep 0.1; done",
                SQLITE + "sessions fork s0 --as again || echo refused with $?",
                "df -k --output=avail . | tail -1 >../beside",
                "kill $server",
                "wait $server");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("refused with 11");
        assertThat(Long.parseLong(Files.readString(home.resolve("beside")).strip()))
                .as("KiB that are free beside the server")
                .isGreaterThan(FREE_KIB / 2);
        assertThatRoomIsLeft();
    }

    /** As where a quota bounds what may be written, which the free space of the disk does not tell. */
    @Test
    void whatCannotBeRemovedAtOnceIsLeftToBeClearedAway() throws Exception {
        var database = home.resolve(".zavora/sessions.db");
        Files.createDirectory(home.resolve(".zavora"));
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.system())) {
            insert(store, 0, IntStream.generate(() -> 2_100).limit(2_000).toArray());
        }
        var largestKib = Files.size(database) / 1024 + 4;

        var run = program()
                .shell("ulimit -f " + largestKib + "; exec " + SQLITE
                        + "--telemetry-enabled false sessions delete --session-id s0 --force");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(number(database, "SELECT count(*) FROM journal_session")).isZero();
        var asked = 0;
        while (number(database, "SELECT count(*) FROM journal_garbage") > 0) {
            assertThat(program()
                            .run("--session-backend", "sqlite", "ask", "again")
                            .exit())
                    .isZero();
            assertThat(++asked).as("commands, each of which clears some away").isLessThan(20);
        }
        assertThat(number(database, "SELECT max(key >> 32) - min(key >> 32) FROM journal_event"))
                .as("events of other sessions")
                .isZero();
    }
}

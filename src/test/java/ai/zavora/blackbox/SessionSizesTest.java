package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.base.json.Json;
import ai.zavora.core.llm.Part;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.SessionDocument;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Finished;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Large sessions in the heap that the launcher gives: many events, one large event, and one that is too large. What a
 * larger heap would show with more of them is shown with a part of both.
 */
final class SessionSizesTest extends ProgramTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    /** A character outside of Latin-1 makes Java keep two bytes for every other one too. */
    private static final String WIDE = "\u4e2d";

    private static final int OVERHEAD = 1000;
    /** The part of the largest event, and of the heap in which commands on sessions have to do with it. */
    private static final int PART = 8;

    private static final String PART_OF_HEAP = "-Xmx" + 1280 / PART + "m";

    private Finished sessions(String... words) throws InterruptedException {
        var line = new ArrayList<>(List.of("--session-backend", "sqlite", "sessions"));
        line.addAll(List.of(words));
        return program().run(line.toArray(String[]::new));
    }

    private static Event event(String text) {
        return new Event(
                0, UUID.randomUUID().toString(), NOW, "turn", new Event.UserMessage(List.of(new Part.Text(text))));
    }

    private static SessionSummary summary(String id) {
        return new SessionSummary(new SessionKey("zavora-cli", "local-user", id), NOW, NOW, 1);
    }

    private Path export(String id, int bytes) throws IOException {
        var file = home.resolve(id + ".json");
        try (var out = Files.newBufferedWriter(file)) {
            var text = "the text";
            var event = Json.write(EventCodec.toJson(event(WIDE + text).withSeq(1)));
            var before = event.indexOf(text);
            out.write("{\"schema_version\":\"" + SessionDocument.SCHEMA + "\",\"session\":{\"app\":\"zavora-cli\","
                    + "\"user\":\"local-user\",\"id\":\"" + id + "\",\"created_at\":\"" + NOW + "\",\"updated_at\":\""
                    + NOW + "\",\"events\":1},\"events\":[");
            out.write(event, 0, before);
            var block = "x".repeat(1 << 16);
            for (var left = bytes - OVERHEAD; left > 0; left -= block.length()) {
                out.write(block, 0, Math.min(left, block.length()));
            }
            out.write(event.substring(before + text.length()));
            out.write("]}");
        }
        return file;
    }

    @Test
    void manyEvents() throws Exception {
        // more than the heap holds
        var count = 17_000;
        Files.createDirectory(home.resolve(".zavora"));
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.fixed(NOW))) {
            var text = "y".repeat(1500);
            store.insert(
                    summary("many"),
                    () -> IntStream.range(0, count).mapToObj(_ -> event(text)).iterator());
        }
        var out = home.resolve("out");
        var shown = program()
                .with("ZAVORA_JAVA_OPTS", "-Xmx24m")
                .shell("\"$ZAVORA\" --session-backend sqlite sessions show --session-id many --recent 0 --json >out");
        assertThat(shown.exit()).as(shown.err()).isZero();
        try (var lines = Files.lines(out)) {
            assertThat(lines.filter(line -> line.startsWith("      \"text\": \"yyy"))
                            .count())
                    .isEqualTo(count);
        }
        // the turn that was open is closed in the copy
        var forked = program()
                .with("ZAVORA_JAVA_OPTS", "-Xmx24m")
                .run("--session-backend", "sqlite", "sessions", "fork", "many", "--as", "more");
        assertThat(forked.out())
                .as(forked.err())
                .isEqualTo(
                        "Copied 17000 events of many to more. They end within a turn, which is closed by 1 more event.\n");
    }

    /** No command takes more memory than the repair does. */
    @Test
    void oneEventOfTheLargestSize() throws Exception {
        var file = export("large", EventCodec.MAX_BYTES);
        assertThat(sessions("import", file.toString()).err()).isEmpty();
        flaw(home.resolve(".zavora/sessions.db"));
        var repaired = program().run("doctor", "--repair", "--session-backend", "sqlite");
        assertThat(repaired.exit()).as(repaired.err()).isZero();
    }

    @Test
    void oneLargeEventInAsLittleMemory() throws Exception {
        var file = export("large", EventCodec.MAX_BYTES / PART);
        var program = program().with("ZAVORA_JAVA_OPTS", PART_OF_HEAP);
        var imported = program.run("--session-backend", "sqlite", "sessions", "import", file.toString());
        assertThat(imported.err()).isEmpty();
        for (var line : List.of(
                "show --session-id large --json", "show --session-id large", "export large", "fork large --as again")) {
            var run = program.shell("\"$ZAVORA\" --session-backend sqlite sessions " + line + " >out");
            assertThat(run.exit()).as(line + run.err()).isZero();
        }
    }

    @Test
    void oneEventThatIsTooLarge() throws Exception {
        var file = export("huge", 2 * EventCodec.MAX_BYTES + OVERHEAD);
        var run = sessions("import", file.toString());
        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("64 Mi", "the first event");
        assertThat(sessions("list").out()).doesNotContain("huge");
    }

    /** A row that no program of ours writes any more. */
    @Test
    void aStoredEventThatIsTooLarge() throws Exception {
        assertThat(program().run("ask", "--session-backend", "sqlite", PROMPT).exit())
                .isZero();
        change(
                home.resolve(".zavora/sessions.db"),
                "UPDATE journal_event SET entry = printf('%.70000000c', 'x') WHERE key & 3 = 1");
        var run = sessions("show");
        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("too large to be read");
    }

    @Test
    void aTurnWhoseHistoryDoesNotFitTheMemory() throws Exception {
        Files.createDirectory(home.resolve(".zavora"));
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.fixed(NOW))) {
            var text = "z".repeat(10 << 20);
            store.insert(
                    summary("vast"),
                    () -> IntStream.range(0, 2).mapToObj(_ -> event(text)).iterator());
        }
        var ask = new String[] {"ask", "--session-backend", "sqlite", "--session-id", "vast", PROMPT};
        // without a summary all of it is to be sent
        server.reply(Fault.status(400));
        var program = program().with("ZAVORA_JAVA_OPTS", "-Xmx85m");
        var run = program.run(ask);
        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("vast", "too large for the memory", "ZAVORA_JAVA_OPTS");
        assertThat(server.requests()).hasSize(1);

        var summarised = program.run(ask);
        assertThat(summarised.exit()).as(summarised.err()).isZero();
        assertThat(server.lastRequest().bodyText()).hasSizeLessThan(10_000);
    }
}

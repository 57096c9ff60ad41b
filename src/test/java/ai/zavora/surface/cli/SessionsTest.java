package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands over a real database. */
final class SessionsTest {
    private static final String APP = "zavora-cli";
    private static final String USER = "local-user";

    @TempDir
    Path folder;

    private Path database;
    private final MutableClock clock = MutableClock.fixed();

    @BeforeEach
    void place() {
        database = folder.resolve("sessions.db");
    }

    private SessionStore store() {
        return SqliteStore.open("sqlite://" + database, folder, clock);
    }

    private CliRun run(String... arguments) {
        return CliRun.in(folder)
                .env("ZAVORA_SESSION_BACKEND", "sqlite")
                .env("ZAVORA_SESSION_DB_URL", "sqlite://" + database)
                .run(arguments);
    }

    private static JsonValue.Obj json(CliRun run) throws JsonException {
        assertThat(run.exitCode()).as(run.err()).isZero();
        return Json.parseObject(run.out());
    }

    private static List<String> ids(JsonValue.Obj json, String member) {
        var ids = new ArrayList<String>();
        for (var item : json.array(member)) {
            ids.add(
                    item instanceof JsonValue.Str(var id)
                            ? id
                            : ((JsonValue.Obj) item).string("id").orElseThrow());
        }
        return ids;
    }

    /** Sessions s1, s2, … a minute apart, each with one turn that calls a tool. */
    private void sessions(int count) {
        try (var store = store()) {
            for (var i = 1; i <= count; i++) {
                clock.advance(Duration.ofMinutes(1));
                var key = new SessionKey(APP, USER, "s" + i);
                store.open(key);
                store.append(key, 0, turn("question " + i, "answer " + i));
            }
        }
    }

    private List<Event> turn(String question, String answer) {
        var input = JsonValue.object().put("zone", "UTC").build();
        var call = UUID.randomUUID().toString();
        return List.of(
                event(new Event.UserMessage(List.of(new Part.Text(question)))),
                event(assistant(new Part.ToolUse(call, "clock", input, Optional.empty()))),
                event(new Event.ToolDecision(call, "clock", "allowed", "reads only")),
                event(new Event.ToolStarted(new ToolCall(call, "clock", input))),
                event(new Event.ToolFinished(new Part.ToolOutput(
                        call, "clock", JsonValue.object().put("now", 7).build(), false))),
                event(assistant(new Part.Text(answer))),
                event(new Event.TurnCompleted()));
    }

    private static Event.AssistantMessage assistant(Part part) {
        return new Event.AssistantMessage(List.of(part), StopReason.COMPLETE, Usage.NONE, "openai", "m");
    }

    private Event event(Event.Body body) {
        return new Event(0, UUID.randomUUID().toString(), clock.instant(), "turn", body);
    }

    @Test
    void listsNewestFirstAndCreatesNothing() throws Exception {
        var empty = run("sessions", "list");
        assertThat(empty.exitCode()).isZero();
        assertThat(empty.out()).isEqualTo("No sessions of application zavora-cli and user local-user.\n");
        assertThat(database).doesNotExist();

        sessions(3);
        var listed = run("sessions", "list");
        assertThat(listed.out().lines()).hasSize(4).element(1).asString().matches("- s3 \\(updated: \\d{4}-.*Z\\)");
        assertThat(ids(json(run("sessions", "list", "--json")), "sessions")).containsExactly("s3", "s2", "s1");
    }

    @Test
    void saysThatMemoryKeepsNothing() {
        var run = CliRun.in(folder).run("sessions", "list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("No sessions of", "--session-backend sqlite");
        assertThat(CliRun.in(folder).run("sessions", "resume").exitCode()).isEqualTo(42);
    }

    @Test
    void showsTheNewestEvents() throws Exception {
        sessions(2);
        var shown = run("sessions", "show", "--session-id", "s1", "--recent", "2");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("Session s1 of application zavora-cli and user local-user\nEvents: 2 of 7\n")
                .contains("] assistant [final]\nanswer 1\n")
                .doesNotContain("question 1");

        var all = run("sessions", "show", "--session-id", "s1", "--recent", "0");
        assertThat(all.out()).contains("Events: 7\n", "[call] clock {\"zone\":\"UTC\"}", "[result] clock {\"now\":7}");

        var json = json(run("sessions", "show", "--session-id", "s1", "--json"));
        assertThat(json.array("events")).hasSize(7);
    }

    @Test
    void anUnknownSessionIsAnErrorEverywhere() {
        sessions(1);
        for (var words : List.of(
                List.of("show", "--session-id", "none"),
                List.of("delete", "--session-id", "none", "--force"),
                List.of("export", "none"),
                List.of("fork", "none"),
                List.of("resume", "none"))) {
            var line = new ArrayList<>(List.of("sessions"));
            line.addAll(words);
            var run = run(line.toArray(String[]::new));
            assertThat(run.exitCode()).as(line + run.err()).isEqualTo(11);
            assertThat(run.err()).contains("none");
        }
    }

    @Test
    void deletesOnlyWithForce() throws Exception {
        sessions(2);
        assertThat(run("sessions", "delete", "--session-id", "s1").exitCode()).isEqualTo(42);
        assertThat(ids(json(run("sessions", "list", "--json")), "sessions")).hasSize(2);
        var deleted = run("sessions", "delete", "--session-id", "s1", "--force");
        assertThat(deleted.out()).isEqualTo("Deleted the session s1 of application zavora-cli and user local-user.\n");
        assertThat(ids(json(run("sessions", "list", "--json")), "sessions")).containsExactly("s2");
    }

    @Test
    void prunesAsPreviewed() throws Exception {
        sessions(5);
        var refused = run("sessions", "prune", "--keep", "2");
        assertThat(refused.exitCode()).isEqualTo(42);
        assertThat(refused.err()).contains("3 sessions", "--force");

        var preview = run("sessions", "prune", "--keep", "2", "--dry-run", "--force");
        assertThat(preview.out())
                .isEqualTo("- s3\n- s2\n- s1\nWould delete 3 sessions, keep 2. Nothing was changed.\n");
        var json = json(run("sessions", "prune", "--keep", "2", "--dry-run", "--json"));
        var done = json(run("sessions", "prune", "--keep", "2", "--force", "--json"));
        assertThat(ids(done, "deleted")).isEqualTo(ids(json, "would_delete")).containsExactly("s3", "s2", "s1");

        var nothing = run("sessions", "prune", "--keep", "2");
        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.out()).isEqualTo("Nothing to prune: 2 sessions kept.\n");
        assertThat(run("sessions", "prune", "--keep", "0", "--force").out()).contains("Deleted 1 session, kept 1.");
    }

    @Test
    void prunesByAge() throws Exception {
        sessions(5);
        // the command's clock stands long after these sessions
        assertThat(ids(json(run("sessions", "prune", "--older-than", "1h", "--dry-run", "--json")), "would_delete"))
                .hasSize(5);
        for (var wrong : List.of("30", "d", "-1d", "1y", "1.5d", "9999999999d")) {
            assertThat(run("sessions", "prune", "--older-than", wrong).exitCode())
                    .as(wrong)
                    .isEqualTo(2);
        }
    }

    @Test
    void sparesWhatIsInUse() {
        sessions(3);
        try (var store = SqliteStore.open("sqlite://" + database, folder, InstantSource.fixed(CliRun.NOW));
                var hold = store.hold(new SessionKey(APP, USER, "s1"))) {
            assertThat(hold).isNotNull();
            var pruned = run("sessions", "prune", "--keep", "1", "--force");
            assertThat(pruned.out()).isEqualTo("Deleted 1 session, kept 2.\nIn use, stays: s1\n");
            assertThat(run("sessions", "delete", "--session-id", "s1", "--force")
                            .exitCode())
                    .isEqualTo(11);
        }
    }

    @Test
    void exportsAndImportsWithoutLoss() throws IOException {
        sessions(1);
        var key = new SessionKey(APP, USER, "s1");
        List<Event> before;
        try (var store = store()) {
            before = store.events(key, 0, 100);
        }
        var file = folder.resolve("s1.json");
        Files.writeString(file, run("sessions", "export", "s1").out());

        assertThat(run("sessions", "import", file.toString()).exitCode()).isEqualTo(11);
        run("sessions", "delete", "--session-id", "s1", "--force");
        var imported = run("sessions", "import", file.toString());
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        try (var store = store()) {
            assertThat(store.events(key, 0, 100)).isEqualTo(before);
        }
        assertThat(run("sessions", "export", "s1").out()).isEqualTo(Files.readString(file));
        assertThat(run("sessions", "import", file.toString(), "--as", "copy").out())
                .contains("copy", "7 events");
    }

    @Test
    void refusesWhatIsNoExport() throws IOException {
        sessions(1);
        var good = run("sessions", "export", "s1").out();
        var file = folder.resolve("bad.json");
        for (var bad : List.of(
                "",
                "[]",
                "{}",
                good.substring(0, good.length() / 2),
                good.replace("zavora.session.v1", "zavora.session.v9"),
                good.replace("\"seq\":3", "\"seq\":4"),
                good.replace("\"events\":7", "\"events\":8"),
                good.replace("user_message.v1", "user_message.v7"),
                good.replaceFirst("\"at_unix_ns\":\\d+", "\"at_unix_ns\":-9223372036854775808"),
                good.replaceFirst("\"updated_at\":\"[^\"]+", "\"updated_at\":\"2300-01-01T00:00:00Z"),
                good.replaceFirst("\"created_at\":\"[^\"]+", "\"created_at\":\"-999999999-01-01T00:00:00Z"))) {
            Files.writeString(file, bad);
            var run = run("sessions", "import", file.toString(), "--as", "bad");
            assertThat(run.exitCode()).as(bad).isEqualTo(42);
            assertThat(run.err()).contains("no exported session");
        }
        assertThat(run("sessions", "import", "missing.json").exitCode()).isEqualTo(42);
        assertThat(run("sessions", "import", folder.toString()).exitCode()).isEqualTo(42);
        assertThat(run("sessions", "list").out()).doesNotContain("bad");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "turn":"turn" | "turn":" " | event 1 belongs to no turn
                    "input_tokens":0 | "input_tokens":-1 | event 2 has a negative number of tokens
                    "parts":[{"part":"text","text":"question 1"}] | "parts":[] | event 1 is a message without parts
                    question 1 | half \\ud83d pair | half a surrogate pair, before the end of the first event
                    "id":"EVENT 2" | "id":"EVENT 1" | event 2 has the id of an earlier one
                    "type":"user_message.v1" | "type":"user_message.v7" | event 1: The session holds an entry""")
    void saysWhichEventOfAnImportIsWrong(String right, String wrong, String reason) throws IOException {
        sessions(1);
        var good = run("sessions", "export", "s1").out();
        for (var seq = 1; seq <= 2; seq++) {
            good = good.replaceFirst("(\"seq\":" + seq + ",\"id\":\")[^\"]+", "$1EVENT " + seq);
        }
        var file = Files.writeString(
                folder.resolve("bad.json"), good.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));

        var run = run("sessions", "import", file.toString(), "--as", "bad");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).contains(reason);
        assertThat(run("sessions", "list").out()).doesNotContain("bad");
    }

    /** As other programs sort members, events come before the session they belong to. */
    @Test
    void importsMembersInAnyOrder() throws Exception {
        sessions(1);
        var good = Json.parseObject(run("sessions", "export", "s1").out());
        var turned = JsonValue.object()
                .put("events", good.get("events").orElseThrow())
                .put("more", 1)
                .put("session", good.get("session").orElseThrow())
                .put("schema_version", good.get("schema_version").orElseThrow())
                .build();
        var file = Files.writeString(folder.resolve("turned.json"), Json.writePretty(turned));

        var run = run("sessions", "import", file.toString(), "--as", "turned");

        assertThat(run.out()).as(run.err()).contains("turned", "7 events");
    }

    @Test
    void aDocumentOfADamagedSessionIsWholeJson() throws Exception {
        sessions(1);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE journal_event SET entry = '{\"x\":1}' WHERE key & 4294967295 = 5");
        }
        for (var line : List.of(
                List.of("sessions", "export", "s1", "-o", "json"),
                List.of("sessions", "export", "s1", "-o", "stream-json"),
                List.of("sessions", "export", "s1"),
                List.of("sessions", "show", "--session-id", "s1", "--json"),
                List.of("sessions", "show", "--session-id", "s1", "-o", "stream-json"))) {
            var run = run(line.toArray(String[]::new));

            assertThat(run.exitCode()).as(line.toString()).isEqualTo(11);
            var error = Json.parseObject(run.out()).object("error").orElseThrow();
            assertThat(error.string("category")).contains("SESSION");
            assertThat(error.integer("exit_code")).hasValue(11);
            assertThat(run.err()).contains("[SESSION] ");
        }
    }

    @Test
    void exportsMarkdown() {
        sessions(1);
        assertThat(run("sessions", "export", "s1", "--format", "markdown").out())
                .startsWith("# Session s1\n")
                .contains("## 1. user,", "\nquestion 1\n", "```\n[call] clock {\"zone\":\"UTC\"}\n```");
    }

    @Test
    void forksAtAPosition() throws Exception {
        sessions(1);
        assertThat(run("sessions", "fork", "s1", "--as", "whole").out()).isEqualTo("Copied 7 events of s1 to whole.\n");
        var cut = json(run("sessions", "fork", "s1", "--at", "4", "--as", "cut", "--json"));
        // four copied, the started call closed, the turn ended
        assertThat(cut.object("session").orElseThrow().integer("events")).hasValue(6);
        try (var store = store()) {
            var events = store.events(new SessionKey(APP, USER, "cut"), 0, 10);
            assertThat(events.getLast().body()).isEqualTo(new Event.TurnAborted("forked"));
            assertThat(events.get(4).body()).isInstanceOf(Event.ToolFinished.class);
        }
        assertThat(run("sessions", "fork", "s1", "--at", "8").exitCode()).isEqualTo(42);
        assertThat(run("sessions", "fork", "s1", "--as", "cut").exitCode()).isEqualTo(11);
    }

    @Test
    void searches() throws Exception {
        sessions(3);
        var found = run("sessions", "search", "ANSWER", "2");
        assertThat(found.out().lines())
                .singleElement()
                .asString()
                .startsWith("s2 #6 ")
                .endsWith("assistant: answer 2");
        assertThat(run("sessions", "search", "nowhere").out()).isEqualTo("Nothing found.\n");
        assertThat(json(run("sessions", "search", "question", "--limit", "2", "--json"))
                        .array("hits"))
                .hasSize(2);
        assertThat(run("sessions", "search").exitCode()).isEqualTo(2);
        assertThat(run("sessions", "search", " ").exitCode()).isEqualTo(2);
    }

    @Test
    void resumesTheLastOrTheNamedSession() {
        sessions(3);
        assertThat(resumed("sessions", "resume")).isEqualTo("s3");
        assertThat(resumed("sessions", "resume", "s1")).isEqualTo("s1");
        assertThat(resumed("chat", "--continue")).isEqualTo("s3");
    }

    @Test
    void aSessionIsNamedOnce() {
        sessions(2);
        for (var line : List.of(
                new String[] {"sessions", "resume", "s1", "--session-id", "s2"},
                new String[] {"chat", "--continue", "--session-id", "s2"})) {
            var run = run(line);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--session-id does not go with");
        }
    }

    private String resumed(String... line) {
        var run = run(line);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.services().invocations.getFirst().settings().sessions().id();
    }

    @Test
    void anEmptyStoreHasNothingToResume() {
        assertThat(run("sessions", "resume").exitCode()).isEqualTo(11);
        assertThat(run("chat", "--continue").exitCode()).isEqualTo(11);
    }
}

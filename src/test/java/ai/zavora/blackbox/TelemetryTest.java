package ai.zavora.blackbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Reply;
import ai.zavora.testing.StalledDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program records of itself, and what it never records. */
final class TelemetryTest extends ProgramTest {
    private static final String ANSWER = "canary answer of the green giraffe";
    private static final String ARGUMENT = "canary argument of the red rabbit";
    /** What a built-in tool puts out. */
    private static final String OUTPUT = "Objectives and measurable outcomes";

    private Path file() {
        return home.resolve(".zavora/telemetry/events.jsonl");
    }

    private List<JsonValue.Obj> records() throws IOException {
        return Files.readAllLines(file()).stream().map(TelemetryTest::parsed).toList();
    }

    private static JsonValue.Obj parsed(String line) {
        try {
            return Json.parseObject(line);
        } catch (JsonException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }

    private List<String> events() throws IOException {
        return records().stream()
                .map(record -> record.string("event").orElseThrow())
                .toList();
    }

    private void replyWithTools() {
        server.reply(
                Reply.toolUse("release_template", JsonValue.Obj.EMPTY),
                Reply.toolUse(
                        "release_template",
                        JsonValue.object().put("x", ARGUMENT).build()),
                Reply.text(ANSWER));
    }

    /** Everything in the home and working folder but what is made to keep conversations. */
    private Map<String, String> filesWritten() throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.walk(home)) {
            for (var path : files.filter(Files::isRegularFile).toList()) {
                var name = path.getFileName().toString();
                if (!name.startsWith("sessions.db") && !name.equals("chat-history")) {
                    contents.put(name, Files.readString(path, ISO_8859_1));
                }
            }
        }
        return contents;
    }

    @Test
    void nothingThatWasSaidAndNoKeyIsWrittenAnywhere() throws IOException, InterruptedException {
        replyWithTools();
        var asked = program().run("ask", "--session-backend", "sqlite", "--session-id", "s1", PROMPT);
        server.reply(Reply.text(ANSWER));
        var chatted = program().withInput(PROMPT + "\n/exit\n").run("chat", "--session-backend", "sqlite");
        var echo = "{\"error\":{\"message\":\"Incorrect key " + KEY + " for " + PROMPT + "\"}}";
        server.reply(Fault.raw("HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: "
                + echo.length() + "\r\n\r\n" + echo));
        var refused = program().run("ask", PROMPT);

        assertThat(asked.exit()).as(asked.err()).isZero();
        assertThat(chatted.exit()).as(chatted.err()).isZero();
        assertThat(refused.exit()).as(refused.err()).isEqualTo(10);
        assertThat(events()).contains("tool.succeeded", "tool.failed", "chat.started", "command.failed");
        assertThat(filesWritten()).containsKey("events.jsonl").allSatisfy((name, content) -> assertThat(content)
                .as(name)
                .doesNotContain("canary", "purple elephant", ANSWER, OUTPUT, KEY, "Bearer", "Authorization"));
    }

    @Test
    void aCallThatIsNotAllowedIsNoFailureOfItsTool() throws InterruptedException, JsonException {
        for (var call = 0; call < 3; call++) {
            server.reply(Reply.toolUses(Reply.Call.of("call-" + call, "current_unix_time", JsonValue.Obj.EMPTY)));
        }
        var asked = program().run("ask", "--require-confirm-tool", "current_unix_time", PROMPT);
        assertThat(asked.exit()).as(asked.err()).isZero();

        var report = program().run("telemetry", "report", "--json", "--fail-on", "warn");

        assertThat(report.exit()).as(report.out()).isZero();
        var tools = Json.parseObject(report.out()).object("tools").orElseThrow();
        assertThat(tools.integer("requested")).hasValue(3);
        assertThat(tools.integer("refused")).hasValue(3);
        assertThat(tools.integer("failed")).hasValue(0);
        assertThat(tools.get("error_rate").orElseThrow().toString()).contains("0");
        assertThat(program().run("telemetry", "report").out())
                .contains("Tools: requested=3 succeeded=0 failed=0 refused=3\n");
    }

    /** Forms in which a provider may repeat what it was sent. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                PROMPT,
                "{\\\"content\\\":\\\"" + PROMPT + "\\\"}",
                "canary prompt about the pur",
                "ple elephant",
                "canary\\u00a0prompt\\nabout  the purple\\telephant",
                "\\\\u0063anary prompt \\\\u0061bout the purple elephant"
            })
    void aProviderThatRepeatsThePromptInAnyFormPutsItIntoNoFile(String echo) throws IOException, InterruptedException {
        var body = "{\"error\":{\"message\":\"bad: " + echo + "\"}}";
        server.reply(Fault.raw("HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body));

        var refused = program().run("ask", PROMPT);

        assertThat(refused.exit()).as(refused.err()).isEqualTo(10);
        assertThat(refused.err()).as("people see what the provider says").contains("bad");
        assertThat(records().getLast().string("error").orElseThrow()).endsWith(" (HTTP 400).");
        assertThat(filesWritten()).containsKey("events.jsonl").allSatisfy((name, content) -> assertThat(content)
                .as(name)
                .doesNotContain("canary", "elephant", "purple", "anary prompt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "TRUE", " true "})
    void contentIsRecordedForWhoAsksForIt(String wish) throws IOException, InterruptedException {
        replyWithTools();
        program().with("ZAVORA_TELEMETRY_CAPTURE_CONTENT", wish).run("ask", PROMPT);

        var records = records();
        assertThat(records)
                .filteredOn(record -> record.string("event").orElseThrow().startsWith("chat."))
                .extracting(record -> record.string("event").orElseThrow()
                        + record.string("content").orElseThrow()
                        + record.string("mode").orElse("")
                        + record.string("status").orElse(""))
                .containsExactly("chat.prompt" + PROMPT + "ask", "chat.response" + ANSWER + "ok");
        assertThat(records)
                .extracting(record -> record.string("arguments").orElse(""))
                .anyMatch(text -> text.contains(ARGUMENT));
        assertThat(records)
                .extracting(record -> record.string("output").orElse(""))
                .anyMatch(text -> text.contains(OUTPUT));
        assertThat(Files.readString(file())).doesNotContain(KEY, "Bearer");
    }

    @Test
    void aChatThatEndsWithTheCodeOfAFailureIsRecordedAsOne() throws IOException, InterruptedException {
        server.reply(Fault.status(401));

        var chat = program().withInput(PROMPT + "\n/exit\n").run("chat");

        assertThat(chat.exit()).as(chat.err()).isEqualTo(10);
        assertThat(events()).doesNotContain("command.completed");
        assertThat(records().getLast()).satisfies(record -> {
            assertThat(record.string("event")).contains("command.failed");
            assertThat(record.string("category")).contains("PROVIDER");
            assertThat(record.integer("exit_code")).hasValue(10);
        });
    }

    @Test
    void aChatIsRecordedLineByLine() throws IOException, InterruptedException {
        server.reply(Reply.text(ANSWER));
        program()
                .with("ZAVORA_TELEMETRY_CAPTURE_CONTENT", "true")
                .withInput(PROMPT + "\n/exit\n")
                .run("chat");

        assertThat(records())
                .filteredOn(record -> record.string("event").orElseThrow().equals("chat.prompt"))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.string("content")).contains(PROMPT);
                    assertThat(record.string("mode")).contains("line");
                });
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalInTheMiddleOfATurnIsTheLastRecord(String signal, int exit) throws IOException, InterruptedException {
        server.reply(Fault.silenceBetweenEvents());
        try (var running = program().start("ask", PROMPT)) {
            running.awaitOutput("Once");
            running.signal(signal);
            assertThat(running.finish().exit()).isEqualTo(exit);
        }

        var last = records().getLast();
        assertThat(last.string("event")).contains("command.failed");
        assertThat(last.string("category")).contains("INTERRUPTED");
        assertThat(last.integer("exit_code")).hasValue(exit);
    }

    @Test
    void aDiskThatStallsCostsTheTurnNothing() throws IOException, InterruptedException {
        replyWithTools();

        try (var device = StalledDevice.open();
                var running = program()
                        .with("ZAVORA_TELEMETRY_PATH", device.path().toString())
                        .start("ask", PROMPT)) {
            // the whole turn happens although not one record can be written
            running.awaitOutput(ANSWER);
            var run = running.finish();

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.err()).containsOnlyOnce("Warning: Telemetry could not keep up");
        }
    }

    @Test
    void aReaderThatLeavesIsTheEndOfTheCommandTooInTelemetry() throws IOException, InterruptedException {
        program().run("ask", "hello");

        var run = program().shell("\"$ZAVORA\" models | true; exit ${PIPESTATUS[0]}");

        assertThat(run.exit()).isIn(0, 141);
        var ends = records().stream()
                .filter(record -> record.string("command").orElseThrow().equals("models"))
                .map(record -> record.string("event").orElseThrow())
                .toList();
        assertThat(ends).hasSize(2).first().isEqualTo("command.started");
        assertThat(ends.getLast()).isEqualTo(run.exit() == 0 ? "command.completed" : "command.failed");
    }

    @Test
    void aReaderThatLeavesInTheMiddleOfAnAnswerInterruptsItsRequest() throws IOException, InterruptedException {
        server.reply(Reply.text("first\n", "second\n", "third\n").withPauses(Duration.ofMillis(200)));

        var run = program().shell("\"$ZAVORA\" ask hello | head -1; exit ${PIPESTATUS[0]}");

        assertThat(run.exit()).isEqualTo(141);
        assertThat(events()).contains("model.request.started", "model.request.interrupted");
    }

    @Test
    void aReportIsOnWhatWasThereBeforeIt() throws IOException, InterruptedException {
        var nothing = program().run("telemetry", "report", "--json");
        assertThat(file()).doesNotExist();
        program().run("ask", "hello");
        var before = records().size();

        var first = program().run("telemetry", "report", "-o", "json");
        var limited = program().run("telemetry", "report", "-o", "json", "--limit", "3");

        assertThat(nothing.out()).contains("\"found\": false");
        assertThat(first.lastJson().integer("events")).hasValue(before);
        assertThat(first.lastJson().integer("lines")).hasValue(before);
        assertThat(limited.lastJson().integer("events")).hasValue(3);
        assertThat(limited.lastJson().integer("lines"))
                .as("with those of the first report")
                .hasValue(before + 2);
        assertThat(events().subList(before, before + 4))
                .containsExactly("command.started", "command.completed", "command.started", "command.completed");
    }

    @Test
    void aCheckThatFailsHasItsOwnExitCode() throws InterruptedException {
        for (var i = 0; i < 3; i++) {
            server.reply(
                    Reply.toolUse(
                            "release_template", JsonValue.object().put("x", 1).build()),
                    Reply.text("Done."));
            program().run("ask", "hello");
        }

        var run = program().run("telemetry", "report", "--fail-on", "tool.failures");

        assertThat(run.exit()).isEqualTo(12);
        assertThat(run.out()).contains("warn  tool.failures: release_template failed 3 of 3");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void aWrongUseThatOnlyTheCommandSeesIsAFailureToo() throws IOException, InterruptedException {
        program().run("ask", "hello");

        var run = program().run("telemetry", "report", "--since", "yesterday");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(records().getLast().string("event")).contains("command.failed");
        assertThat(records().getLast().integer("exit_code")).hasValue(2);
    }

    @Test
    void aFileManyTimesLargerThanTheHeapIsReadInIt() throws IOException, InterruptedException {
        var large = home.resolve("large.jsonl");
        var line =
                "{\"ts_unix_ms\":1767225600000,\"event\":\"tool.succeeded\",\"run_id\":\"run-1-2\",\"command\":\"ask\","
                        + "\"session_id\":\"s\",\"tool\":\"grep\",\"duration_ms\":12}\n";
        var block = line.repeat(10_000).getBytes(ISO_8859_1);
        try (var out = Files.newOutputStream(large)) {
            for (var i = 0; i < 70; i++) {
                out.write(block);
            }
            // one line that would fill the heap by itself
            for (var i = 0; i < 30; i++) {
                out.write("x".repeat(1 << 20).getBytes(ISO_8859_1));
            }
            out.write('\n');
            out.write(block);
        }

        var run = program()
                .with("ZAVORA_JAVA_OPTS", "-Xmx16m")
                .run("telemetry", "report", "-o", "json", "--limit", "0", "--path", large.toString());

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.lastJson().integer("events")).hasValue(710_000);
        assertThat(run.lastJson().integer("malformed")).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$'a\\nb.html'", "$'a\\x1b[2Jb.html'", "$'a\\xffb.html'", "$'a\\x7f/b.html'"})
    void aPageWhoseNameIsNoPlainTextIsRefused(String name) throws IOException, InterruptedException {
        program().run("ask", PROMPT);
        List<Path> before;
        try (var files = Files.list(home)) {
            before = files.toList();
        }

        var run = program().shell("\"$ZAVORA\" telemetry report --html " + name);

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("is not a name of plain text").doesNotContain("\u001b", "a\nb");
        try (var files = Files.list(home)) {
            assertThat(files.toList()).containsExactlyInAnyOrderElementsOf(before);
        }
    }
}

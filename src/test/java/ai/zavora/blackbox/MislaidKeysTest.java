package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key that somebody gives in the place of something else is neither repeated, nor recorded, nor sent. */
final class MislaidKeysTest extends ProgramTest {
    private static final String MISLAID = "sk-mislaid-0123456789";

    /** Nothing tells this one but its length and its digits. */
    private static final String PLAIN = "mislaid0123456789mislaid0123456789";

    /** Known by its capitals; put together here, so that nobody who looks for keys finds one. */
    private static final String CAPITALS = "AKIA" + "IOSFODNN7" + "EXAMPLE";

    private Path telemetry() {
        return home.resolve(".zavora/telemetry/events.jsonl");
    }

    @ParameterizedTest
    @ValueSource(strings = {MISLAID, PLAIN})
    void asTheModel(String key) throws IOException, InterruptedException {
        var asked = program().run("ask", "--model", key, PROMPT);
        failsInText(asked, 42, "INPUT");
        assertThat(asked.err()).contains("looks like a key").doesNotContain(key);

        failsInText(program().with("ZAVORA_MODEL", key).withInput("hello\n").run("chat"), 42, "INPUT");
        var switched = program().withInput("/model " + key + "\nhello\n").run("chat");
        assertThat(switched.out() + switched.err()).contains("looks like a key").doesNotContain(key);

        assertThat(server.requests()).hasSize(1).allSatisfy(request -> assertThat(request.bodyText())
                .doesNotContain(key));
        assertThat(Files.readString(telemetry())).contains("command.failed").doesNotContain(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "telemetry report --since %s",
                "sessions prune --session-backend sqlite --older-than %s",
                "server serve --port 0 --host %s",
                "profiles show --profile %s",
                "profiles show --%s",
                "profiles show --%s=1",
                "models pull %s",
                "ask --provider %s hello",
                "ask --max-prompt-chars %s hello",
                "profiles show -%s"
            })
    void asAnotherOptionsValueOrName(String line) throws InterruptedException {
        for (var key : List.of(MISLAID, PLAIN)) {
            var run = program().run(line.formatted(key).split(" "));

            assertThat(run.exit()).as(run.err()).isIn(2, 42);
            assertThat(run.out() + run.err()).contains("Hint: ").doesNotContain(key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s = 1",
                "[profiles]\n%s = 1",
                "[profiles.default]\n%s = \"x\"",
                "[profiles.default]\nmax_prompt_chars = \"%s\"",
                "[profiles.default]\nmax_prompt_chars = %s",
                "[profiles.default]\nprovider = \"%s\"",
                "[profiles.%s]\nmax_prompt_chars = \"x\"",
                "[profiles.default.permission_rules]\n%s = []",
                "[[profiles.default.mcp_servers]]\nname = \"x\"\nenabled = \"%s\""
            })
    void inTheConfiguration(String toml) throws IOException, InterruptedException {
        var config = Files.createDirectories(home.resolve(".zavora")).resolve("config.toml");
        for (var key : List.of(MISLAID, PLAIN)) {
            Files.writeString(config, toml.formatted(key) + "\n");

            var run = program().run("profiles", "show");

            failsInText(run, 42, "INPUT");
            assertThat(run.err()).contains("config.toml:").doesNotContain(key);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OTEL_SERVICE_NAME=%s",
                "OTEL_RESOURCE_ATTRIBUTES=team=blue,key=%s",
                "OTEL_EXPORTER_OTLP_PROTOCOL=%s",
                "TRACEPARENT=%s",
                "ZAVORA_MODEL=%s",
                "ZAVORA_APPROVE_TOOL=%s"
            })
    void inAVariable(String assignment) throws InterruptedException {
        var parts = assignment.split("=", 2);
        for (var key : List.of(MISLAID, PLAIN)) {
            var program = program().with(parts[0], parts[1].formatted(key));

            var shown = program.run("profiles", "show");
            for (var run : List.of(
                    shown, program.run("profiles", "show", "--json"), program.run("models"), program.run("doctor"))) {
                assertThat(run.out() + run.err()).doesNotContain(key);
            }
            assertThat(shown.out()).contains("[REDACTED]");
        }
    }

    @Test
    void asAPathOrAHost() throws IOException, InterruptedException {
        failsInText(program().run("ask", "-f", MISLAID, PROMPT), 42, "INPUT");
        failsInText(program().run("--tokens-file", MISLAID, "server", "serve", "--port", "0"), 42, "INPUT");
        var lost = program()
                .with("OLLAMA_HOST", "http://" + MISLAID + ":1")
                .with("ZAVORA_MODEL_RETRY_TOTAL_SECS", "1")
                .run("ask", "--provider", "ollama", PROMPT);
        failsInText(lost, 10, "PROVIDER");
        assertThat(lost.err()).contains("cannot be reached").doesNotContain(MISLAID);
        var chat = program()
                .withInput("/provider " + MISLAID + "\n/" + MISLAID + "\n/provider " + CAPITALS + "\n")
                .run("chat");
        assertThat(chat.out() + chat.err())
                .contains("There is no provider [REDACTED]", "There is no command /[REDACTED]")
                .doesNotContainIgnoringCase(CAPITALS)
                .doesNotContain(MISLAID);

        assertThat(Files.readString(telemetry())).contains("command.failed").doesNotContain(MISLAID);
    }

    /** Where content is recorded: a line break before it is a letter once it is written as JSON. */
    @Test
    void inTheArgumentsOfATool() throws IOException, InterruptedException {
        var arguments =
                JsonValue.object().put("note", "KEYS:\n" + MISLAID + "\nend").build();
        server.reply(Reply.toolUse("current_unix_time", arguments), Reply.text("It is late."));

        var run = program().with("ZAVORA_TELEMETRY_CAPTURE_CONTENT", "true").run("ask", PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(telemetry()))
                .contains("KEYS:\\\\n[REDACTED]")
                .doesNotContain(MISLAID);
    }

    /** JSON that is text itself. */
    @Test
    void behindAnEscapedLineBreakInAPrompt() throws IOException, InterruptedException {
        var run = program()
                .with("ZAVORA_TELEMETRY_CAPTURE_CONTENT", "true")
                .run("ask", "{\"log\":\"KEYS:\\n" + MISLAID + "\\n\"}");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(telemetry()))
                .contains("KEYS:\\\\n[REDACTED]\\\\n")
                .doesNotContain(MISLAID);
    }

    /** Gateways take keys in paths. */
    @Test
    void inTheAddressOfAServer() throws InterruptedException {
        for (var options : new String[][] {{"models"}, {"models", "--json"}, {"profiles", "show"}, {"doctor"}}) {
            var run = program()
                    .with("OPENAI_BASE_URL", server.baseUrl() + "/" + MISLAID + "/v1")
                    .with("OLLAMA_HOST", server.baseUrl() + "/" + MISLAID)
                    .run(options);

            assertThat(run.out()).contains("/[REDACTED]/v1").doesNotContain(MISLAID);
            assertThat(run.err()).doesNotContain(MISLAID);
        }
    }

    @Test
    void asTheNameOfASession() throws IOException, InterruptedException {
        var run = program().run("ask", "--session-id", MISLAID, PROMPT);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readString(telemetry()))
                .contains("command.completed", "[REDACTED]")
                .doesNotContain(MISLAID);
        assertThat(Launcher.in(home).run("telemetry", "report").out()).doesNotContain(MISLAID);
    }
}

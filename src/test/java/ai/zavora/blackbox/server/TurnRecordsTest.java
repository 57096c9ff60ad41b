package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What telemetry says of a turn of the server that failed. */
final class TurnRecordsTest extends ServerTest {
    private static final String ASK = "/v1/ask";
    private static final String HI = "{\"prompt\":\"hi\",\"session_id\":\"s1\"}";
    private static final String CARD = "4111111111111111";
    private static final String KEY = "sk-test-key-0123456789";

    /** An answer in which the provider says more than its status. */
    private static Fault refusal(int status) {
        return Fault.refusal(status, "bad canary, card " + CARD + ", key " + KEY);
    }

    private ServedAgent capturing(String content, String... arguments) throws InterruptedException {
        return ServedAgent.start(
                program().with("ZAVORA_TELEMETRY_CAPTURE_CONTENT", content).with("ZAVORA_MODEL_ATTEMPTS", "1"),
                arguments);
    }

    private String records() throws IOException {
        return Files.readString(folder.resolve(".zavora/telemetry/events.jsonl"));
    }

    private JsonValue.Obj failed() throws IOException, JsonException {
        var lines = records()
                .lines()
                .filter(line -> line.contains("\"server.ask.failed\""))
                .toList();
        assertThat(lines).hasSize(1);
        return Json.parseObject(lines.getFirst());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500})
    void whatTheProviderSaidIsRecordedWhereContentIs(int status) throws Exception {
        model.otherwise(refusal(status));
        try (var agent = capturing("true", "--guardrail-output-mode", "redact")) {
            var answer = agent.post(ASK, HI);

            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.text()).doesNotContain("canary");
            agent.stop();
        }

        assertThat(failed().string("error").orElseThrow())
                .contains("HTTP " + status, "bad canary, card [CREDIT CARD REDACTED], key");
        assertThat(records()).doesNotContain(CARD, KEY);
    }

    @Test
    void withoutItIsNot() throws Exception {
        model.otherwise(refusal(400));
        try (var agent = capturing("false")) {
            assertThat(agent.post(ASK, HI).status()).isEqualTo(500);
            agent.stop();
        }

        assertThat(failed().string("error").orElseThrow()).contains("HTTP 400");
        assertThat(records()).doesNotContain("canary", CARD, KEY);
    }

    /** The answer, the record and the log call it the same. */
    @Test
    void aTurnThatTakesTooLongHasOneName() throws Exception {
        model.reply(Fault.silenceBetweenEvents());
        String category;
        String log;
        try (var agent = serve("--turn-timeout-secs", "1")) {
            var answer = agent.send(agent.posting(ASK, HI).header("X-Request-Id", "late-1"));

            assertThat(answer.status()).isEqualTo(504);
            category = answer.json().string("category").orElseThrow();
            log = agent.stop().err();
        }

        assertThat(category).isEqualTo("INTERRUPTED");
        assertThat(failed().string("category")).contains(category);
        assertThat(failed().string("stop")).contains("timeout");
        assertThat(log.lines().filter(line -> line.contains("\"problem\"")))
                .singleElement()
                .asString()
                .contains("late-1", "\"problem\":\"interrupted\"", "\"category\":\"" + category + "\"", "took too long")
                .doesNotContain("Exception");
        assertThat(program().run("telemetry", "report").out()).contains("Turns of the server: completed=0 failed=1\n");
    }

    @Test
    void aTurnThatItsCallerStoppedIsNoProblem() throws Exception {
        model.reply(Fault.silenceBetweenEvents());
        String log;
        try (var agent = serve();
                var _ = Sockets.post(agent, ASK, "application/json", HI)) {
            model.awaitRequests(1);
            agent.post("/v1/interrupt", "{\"session_id\":\"s1\"}");
            log = agent.stop().err();
        }

        assertThat(failed().string("category")).contains("INTERRUPTED");
        assertThat(failed().string("stop")).contains("requested");
        assertThat(log).doesNotContain("\"problem\"");
        assertThat(program().run("telemetry", "report").out())
                .contains("Turns of the server: completed=0 failed=1, 1 of them refused or interrupted\n");
    }
}

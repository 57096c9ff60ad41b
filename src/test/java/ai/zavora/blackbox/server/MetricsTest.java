package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.PrometheusText;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code GET /metrics}. */
final class MetricsTest extends ServerTest {

    private static PrometheusText metrics(ServedAgent agent) throws InterruptedException {
        var answer = agent.get("/metrics");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
        return PrometheusText.parse(answer.text());
    }

    @Test
    void countsRequestsTurnsAndTokens() throws InterruptedException {
        model.reply(Reply.text("Paris"), Fault.silenceBetweenEvents());
        try (var agent = serve("--turn-timeout-secs", "3")) {
            agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");
            agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");
            agent.get("/v1/sessions/very-own-id");
            agent.get("/v1/sessions/very-own-id");
            agent.get("/no/such/\"path\"".replace("\"", "%22"));

            var read = metrics(agent);

            assertThat(read.value("zavora_http_requests_total{route=\"/v1/ask\",method=\"POST\",status=\"200\"}"))
                    .isEqualTo(1);
            assertThat(read.value("zavora_http_requests_total{route=\"/v1/ask\",method=\"POST\",status=\"504\"}"))
                    .isEqualTo(1);
            assertThat(read.value(
                            "zavora_http_requests_total{route=\"/v1/sessions/{id}\",method=\"GET\",status=\"404\"}"))
                    .isEqualTo(2);
            assertThat(read.value("zavora_http_requests_total{route=\"other\",method=\"GET\",status=\"404\"}"))
                    .isEqualTo(1);
            assertThat(read.value("zavora_http_request_duration_seconds_count{route=\"/v1/ask\"}"))
                    .isEqualTo(2);
            assertThat(read.value("zavora_turns_total{outcome=\"answered\"}")).isEqualTo(1);
            assertThat(read.value("zavora_turns_total{outcome=\"timeout\"}")).isEqualTo(1);
            assertThat(read.value("zavora_model_tokens_total{kind=\"output\"}")).isPositive();
            assertThat(read.value("zavora_refused_total{reason=\"not_found\"}")).isEqualTo(3);
            assertThat(read.value("zavora_open_connections")).isPositive();
            assertThat(read.value("process_resident_memory_bytes")).isPositive();
            assertThat(read.samples().keySet())
                    .anyMatch(series -> series.startsWith("zavora_build_info{version="))
                    .noneMatch(series -> series.contains("very-own-id") || series.contains("such"));
        }
    }

    @Test
    void tellsHowManyTurnsRun() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve()) {
            var asking = Sockets.post(agent, "/v1/ask", "application/json", "{\"prompt\":\"one\"}");
            model.awaitRequests(1);

            assertThat(metrics(agent).value("zavora_turns_running")).isEqualTo(1);
            assertThat(metrics(agent).value("zavora_turns_waiting")).isZero();
            asking.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCallerWhoLeavesIsNoConflict(boolean reset) throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve()) {
            var asking = Sockets.post(agent, "/v1/ask", "application/json", "{\"prompt\":\"one\"}");
            model.awaitRequests(1);
            if (reset) {
                asking.reset();
            } else {
                asking.close();
            }
            agent.program().awaitError("\"status\":0");

            var read = metrics(agent);

            assertThat(read.value("zavora_http_requests_total{route=\"/v1/ask\",method=\"POST\",status=\"0\"}"))
                    .isEqualTo(1);
            assertThat(read.value("zavora_turns_total{outcome=\"interrupted\"}"))
                    .isEqualTo(1);
            assertThat(read.samples().keySet()).noneMatch(series -> series.contains("conflict"));
        }
    }

    @Test
    void needATokenWhereTokensAreNeeded() throws InterruptedException {
        try (var agent = ServedAgent.start(program().with("ZAVORA_SERVER_AUTH_TOKEN", "secret"))) {
            var refused = agent.get("/metrics");
            var known = agent.send(agent.request("/metrics").GET().header("Authorization", "Bearer secret"));

            assertThat(refused.status()).isEqualTo(401);
            assertThat(known.status()).isEqualTo(200);
            assertThat(PrometheusText.parse(known.text()).value("zavora_refused_total{reason=\"unauthorized\"}"))
                    .isEqualTo(1);
            assertThat(List.of(known.text().split("\n"))).noneMatch(line -> line.contains("secret"));
        }
    }

    /** Nothing of the server's failed, so no alert is to be raised by what callers send. */
    @Test
    void whatAGuardrailBlocksIsNoFailure() throws Exception {
        try (var agent = serve("--guardrail-input-mode", "block")) {
            assertThat(agent.post("/v1/ask", "{\"prompt\":\"the private key of mine\",\"session_id\":\"s1\"}")
                            .status())
                    .isEqualTo(400);

            var read = metrics(agent);

            assertThat(read.value("zavora_turns_total{outcome=\"blocked\"}")).isEqualTo(1);
        }
        assertThat(program().run("telemetry", "report").out())
                .contains("Turns of the server: completed=0 failed=1, 1 of them refused or interrupted");
    }
}

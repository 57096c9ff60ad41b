package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ServedAgent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code GET /healthz} and {@code GET /readyz}. */
final class HealthTest extends ServerTest {
    private static final String READY = "/readyz";

    @Test
    void isReadyWhenAllIsWell() throws InterruptedException {
        try (var agent = serve()) {
            var answer = agent.get(READY);

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.json().string("status")).contains("ready");
            var checks = answer.json().object("checks").orElseThrow();
            for (var name : List.of("store", "model", "disk", "draining")) {
                assertThat(checks.object(name).orElseThrow().string("status"))
                        .as(name)
                        .contains("ok");
            }
            assertThat(model.requests()).isEmpty();
        }
    }

    @Test
    void strangersLearnNoMoreThanWhetherItIs() throws InterruptedException {
        try (var agent = ServedAgent.start(program().with("ZAVORA_SERVER_AUTH_TOKEN", "secret"))) {
            var stranger = agent.get(READY);
            var known = agent.send(agent.request(READY).GET().header("Authorization", "Bearer secret"));

            assertThat(stranger.text()).isEqualTo("{\"status\":\"ready\"}");
            assertThat(known.json().object("checks")).isPresent();
        }
    }

    @Test
    void isNotReadyWithoutAModel() throws InterruptedException {
        try (var agent = ServedAgent.start(Launcher.in(folder).with("ZAVORA_PROVIDER", "openai"))) {
            var answer = agent.get(READY);

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.json().string("status")).contains("not_ready");
            var found = answer.json().object("checks").orElseThrow().object("model");
            assertThat(found.orElseThrow().string("status")).contains("failed");
            assertThat(found.orElseThrow().string("problem").orElseThrow()).isNotBlank();
            assertThat(agent.get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void isAliveButNotReadyWhileItDrains() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--drain-secs", "20")) {
            var asking = Sockets.post(agent, "/v1/ask", "application/json", "{\"prompt\":\"one\"}");
            model.awaitRequests(1);
            agent.program().signal("TERM");
            agent.program().awaitOutput("Stopping");

            var ready = agent.get(READY);
            var alive = agent.get("/healthz");
            asking.close();

            assertThat(alive.status()).isEqualTo(200);
            assertThat(ready.status()).isEqualTo(503);
            assertThat(ready.json()
                            .object("checks")
                            .orElseThrow()
                            .object("draining")
                            .orElseThrow()
                            .string("status"))
                    .contains("failed");
        }
    }
}

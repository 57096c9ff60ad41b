package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.PrometheusText;
import ai.zavora.testing.ServedAgent;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/sessions} of a server that has no other sessions, is started again, or has a damaged one. */
final class SessionsAloneTest extends ServerTest {

    private static List<String> ids(JsonValue.Obj page) {
        var ids = new ArrayList<String>();
        for (var item : page.array("sessions")) {
            ids.add(((JsonValue.Obj) item).string("id").orElseThrow());
        }
        return ids;
    }

    @Test
    void listsPageByPageAsTheCommandDoes() throws InterruptedException {
        try (var agent = serve()) {
            for (var id : List.of("a", "b", "c")) {
                agent.ask(id);
            }
            var all = agent.get("/v1/sessions");
            var first = agent.get("/v1/sessions?limit=2").json();
            var second = agent.get(
                    "/v1/sessions?limit=2&cursor=" + first.string("next_cursor").orElseThrow());
            var command = program().with("ZAVORA_SESSION_BACKEND", "sqlite").run("sessions", "list", "-o", "json");

            assertThat(ids(all.json())).containsExactly("c", "b", "a");
            assertThat(ids(first)).containsExactly("c", "b");
            assertThat(ids(second.json())).containsExactly("a");
            assertThat(second.json().string("next_cursor")).isEmpty();
            var told = all.json().get("sessions").orElseThrow();
            assertThat(command.out()).contains(Json.write(told));
            for (var wrong : List.of("limit=0", "limit=1001", "limit=x", "cursor=x", "cursor=%00", "user_id=%20")) {
                assertThat(agent.get("/v1/sessions?" + wrong).status())
                        .as(wrong)
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void anEndedTurnIsToldAgain() throws InterruptedException {
        String turn;
        JsonValue.Obj first;
        try (var agent = serve()) {
            first = agent.ask("s1").json();
            turn = first.string("turn_id").orElseThrow();
            assertThat(agent.get("/v1/sessions/s1/turns/none").status()).isEqualTo(404);
            assertThat(agent.get("/v1/sessions/none/turns/" + turn).status()).isEqualTo(404);
            agent.stop();
        }
        try (var agent = serve()) {
            var again = agent.get("/v1/sessions/s1/turns/" + turn);

            assertThat(again.status()).as(again.text()).isEqualTo(200);
            assertThat(again.json().members().keySet())
                    .isEqualTo(first.members().keySet());
            assertThat(again.json().string("answer")).isEqualTo(first.string("answer"));
        }
    }

    @Test
    void aFailedTurnIsToldWithItsStatus() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--turn-timeout-secs", "1")) {
            var asking =
                    Sockets.post(agent, "/v1/ask", "text/event-stream", "{\"prompt\":\"one\",\"session_id\":\"s1\"}");
            var turn = asking.awaitLine("id: ").substring(4).split("\\.")[0];
            asking.rest();

            assertThat(agent.get("/v1/sessions/s1/turns/" + turn).status()).isEqualTo(504);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "markdown"})
    void whatCannotBeExportedIsToldAsWhatItIs(String format) throws Exception {
        try (var agent = serve()) {
            agent.ask("s1");
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".zavora/sessions.db"));
                    var change = connection.createStatement()) {
                assertThat(change.executeUpdate("UPDATE journal_event SET entry = '{bad' WHERE key & 4294967295 = 1"))
                        .isEqualTo(1);
            }

            var broken = agent.get("/v1/sessions/s1/export?format=" + format);

            assertThat(broken.status()).isEqualTo(500);
            assertThat(broken.header("Content-Type")).startsWith("application/json");
            assertThat(broken.json().string("category")).contains("SESSION");
            var id = broken.json().string("request_id").orElseThrow();
            assertThat(broken.header("X-Request-Id")).isEqualTo(id);
            assertThat(agent.stop().err().lines().filter(line -> line.contains(id)))
                    .anyMatch(line -> line.contains("\"problem\":\"session\"") && line.contains("malformed_json"))
                    .anyMatch(line -> line.contains("\"status\":500"));
        }
    }

    @Test
    void aSessionThatAnotherProcessUsesIsWaitedForAsLongAsOneThatTheServerUses() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--session-wait-secs", "1", "--session-lease-patience-secs", "3600");
                var _ = program().start("ask", "--session-backend", "sqlite", "--session-id", "s1", "hi")) {
            model.awaitRequests(1);

            var refused = agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"s1\"}");

            assertThat(refused.status()).as(refused.text()).isEqualTo(409);
        }
    }

    private static void awaitRunning(ServedAgent agent) throws InterruptedException {
        while (PrometheusText.parse(agent.get("/metrics").text()).value("zavora_turns_running") < 1) {
            Thread.sleep(20);
        }
    }

    @Test
    void whatWaitsForAnotherProcessDoesNotBeginOnceTheServerStops() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve(
                        "--session-wait-secs",
                        "3600",
                        "--session-lease-patience-secs",
                        "3600",
                        "--drain-secs",
                        "3600");
                var other = program().start("ask", "--session-backend", "sqlite", "--session-id", "s1", "hi")) {
            model.awaitRequests(1);
            var body = "{\"prompt\":\"hi\",\"session_id\":\"s1\"}";
            try (var waiting = Sockets.post(agent, "/v1/ask", "*/*", body)) {
                awaitRunning(agent);
                var stopped = agent.stop();

                assertThat(stopped.exit()).as(stopped.err()).isZero();
                assertThat(waiting.rest()).contains("503", "stopped");
            }
            other.signal("KILL");
            assertThat(model.requests()).hasSize(1);
        }
    }
}

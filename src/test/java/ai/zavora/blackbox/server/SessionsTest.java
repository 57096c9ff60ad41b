package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code /v1/sessions} and what lies below. */
final class SessionsTest extends ServerTest {

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
    }

    private static Answer ask(ServedAgent agent, String session) throws InterruptedException {
        var body = JsonValue.object()
                .put("prompt", "hi")
                .put("session_id", session)
                .build();
        var answer = agent.post("/v1/ask", Json.write(body));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer;
    }

    private static Answer delete(ServedAgent agent, String path) throws InterruptedException {
        return agent.send(agent.request(path).DELETE());
    }

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
                ask(agent, id);
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
    void everyIdWorks() throws InterruptedException {
        try (var agent = serve()) {
            for (var id : List.of("a/b", "my plan", "日本 €😀", "..", ".", "a%2Fb", "a+b", "?x#y", "export")) {
                ask(agent, id);
                var path = "/v1/sessions/" + encoded(id);

                var shown = agent.get(path);
                var exported = agent.get(path + "/export");
                var deleted = delete(agent, path);
                var again = agent.get(path);

                assertThat(shown.status()).as(id + shown.text()).isEqualTo(200);
                assertThat(shown.json().object("session").orElseThrow().string("id"))
                        .contains(id);
                assertThat(exported.json().object("session").orElseThrow().string("id"))
                        .contains(id);
                assertThat(deleted.json().string("deleted")).contains(id);
                assertThat(again.status()).as(id).isEqualTo(404);
            }
        }
    }

    @Test
    void showsEventsFromAPlaceOn() throws InterruptedException {
        try (var agent = serve()) {
            ask(agent, "s1");
            var all = agent.get("/v1/sessions/s1").json();
            var first = agent.get("/v1/sessions/s1?limit=2").json();
            var rest = agent.get("/v1/sessions/s1?after_seq="
                            + first.integer("next_after_seq").orElseThrow())
                    .json();

            var joined = new ArrayList<>(first.array("events"));
            joined.addAll(rest.array("events"));
            assertThat(first.array("events")).hasSize(2);
            assertThat(joined).isEqualTo(all.array("events")).hasSizeGreaterThan(2);
            assertThat(rest.integer("next_after_seq")).isEmpty();
            assertThat(agent.get("/v1/sessions/s1?after_seq=-1").status()).isEqualTo(400);
        }
    }

    @Test
    void exportsWhatTheCommandExports() throws InterruptedException {
        try (var agent = serve()) {
            ask(agent, "s1");
            var json = agent.get("/v1/sessions/s1/export?format=json");
            var markdown = agent.get("/v1/sessions/s1/export?format=markdown");
            var program = program().with("ZAVORA_SESSION_BACKEND", "sqlite");

            assertThat(json.header("Content-Type")).isEqualTo("application/json");
            assertThat(json.text())
                    .isEqualTo(program.run("sessions", "export", "s1").out());
            assertThat(markdown.header("Content-Type")).startsWith("text/markdown");
            assertThat(markdown.text())
                    .isEqualTo(program.run("sessions", "export", "s1", "--format", "markdown")
                            .out());
            assertThat(agent.get("/v1/sessions/s1/export?format=pdf").status()).isEqualTo(400);
            assertThat(agent.get("/v1/sessions/none/export").status()).isEqualTo(404);
        }
    }

    @Test
    void whatIsUnknownAndWhatIsAnothersLookTheSame() throws InterruptedException {
        try (var agent = serve()) {
            agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"s1\",\"user_id\":\"alice\"}");

            assertThat(agent.get("/v1/sessions/s1?user_id=alice").status()).isEqualTo(200);
            var others = agent.get("/v1/sessions/s1?user_id=bob").json();
            var unknown = agent.get("/v1/sessions/none").json();
            assertThat(others.string("message")).isEqualTo(unknown.string("message"));
            assertThat(agent.get("/v1/sessions/%20").json().string("message")).isEqualTo(unknown.string("message"));
            assertThat(delete(agent, "/v1/sessions/s1?user_id=bob").status()).isEqualTo(404);
            assertThat(agent.get("/v1/sessions/s1?user_id=alice").status()).isEqualTo(200);
        }
    }

    @Test
    void aSessionInWhichATurnRunsIsNotDeleted() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve()) {
            var asking = Sockets.post(
                    agent,
                    "/v1/ask",
                    "text/event-stream",
                    "{\"prompt\":\"one\",\"session_id\":\"s1\",\"detach\":true}");
            model.awaitRequests(1);
            var turn = asking.awaitLine("id: ").substring(4).split("\\.")[0];

            var refused = delete(agent, "/v1/sessions/s1");
            var running = agent.get("/v1/sessions/s1/turns/" + turn);
            agent.post("/v1/interrupt", "{\"session_id\":\"s1\"}");
            asking.rest();
            var interrupted = agent.get("/v1/sessions/s1/turns/" + turn);
            var deleted = delete(agent, "/v1/sessions/s1");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(running.status()).isEqualTo(202);
            assertThat(running.text()).isEqualTo("{\"status\":\"running\"}");
            assertThat(interrupted.status()).isEqualTo(409);
            assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
        }
    }

    @Test
    void anEndedTurnIsToldAgain() throws InterruptedException {
        String turn;
        JsonValue.Obj first;
        try (var agent = serve()) {
            first = ask(agent, "s1").json();
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
            ask(agent, "s1");
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
}

package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code /v1/sessions} and what lies below. */
final class SessionsTest extends SharedServerTest {

    private static String encoded(String id) {
        return URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20").replace(".", "%2E");
    }

    private static Answer delete(ServedAgent agent, String path) throws InterruptedException {
        return agent.send(agent.request(path).DELETE());
    }

    @Test
    void everyIdWorks() throws InterruptedException {
        for (var id : List.of("a/b", "my plan", "日本 €😀", "..", ".", "a%2Fb", "a+b", "?x#y", "export")) {
            agent.ask(id);
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

    @Test
    void showsEventsFromAPlaceOn() throws InterruptedException {
        agent.ask("shown");
        var all = agent.get("/v1/sessions/shown").json();
        var first = agent.get("/v1/sessions/shown?limit=2").json();
        var rest = agent.get("/v1/sessions/shown?after_seq="
                        + first.integer("next_after_seq").orElseThrow())
                .json();

        var joined = new ArrayList<>(first.array("events"));
        joined.addAll(rest.array("events"));
        assertThat(first.array("events")).hasSize(2);
        assertThat(joined).isEqualTo(all.array("events")).hasSizeGreaterThan(2);
        assertThat(rest.integer("next_after_seq")).isEmpty();
        assertThat(agent.get("/v1/sessions/shown?after_seq=-1").status()).isEqualTo(400);
    }

    @Test
    void exportsWhatTheCommandExports() throws InterruptedException {
        agent.ask("exported");
        var json = agent.get("/v1/sessions/exported/export?format=json");
        var markdown = agent.get("/v1/sessions/exported/export?format=markdown");
        var program = program().with("ZAVORA_SESSION_BACKEND", "sqlite");

        assertThat(json.header("Content-Type")).isEqualTo("application/json");
        assertThat(json.text())
                .isEqualTo(program.run("sessions", "export", "exported").out());
        assertThat(markdown.header("Content-Type")).startsWith("text/markdown");
        assertThat(markdown.text())
                .isEqualTo(program.run("sessions", "export", "exported", "--format", "markdown")
                        .out());
        assertThat(agent.get("/v1/sessions/exported/export?format=pdf").status())
                .isEqualTo(400);
        assertThat(agent.get("/v1/sessions/none/export").status()).isEqualTo(404);
    }

    @Test
    void whatIsUnknownAndWhatIsAnothersLookTheSame() throws InterruptedException {
        agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"of-alice\",\"user_id\":\"alice\"}");

        assertThat(agent.get("/v1/sessions/of-alice?user_id=alice").status()).isEqualTo(200);
        var others = agent.get("/v1/sessions/of-alice?user_id=bob").json();
        var unknown = agent.get("/v1/sessions/none").json();
        assertThat(others.string("message")).isEqualTo(unknown.string("message"));
        assertThat(agent.get("/v1/sessions/%20").json().string("message")).isEqualTo(unknown.string("message"));
        assertThat(delete(agent, "/v1/sessions/of-alice?user_id=bob").status()).isEqualTo(404);
        assertThat(agent.get("/v1/sessions/of-alice?user_id=alice").status()).isEqualTo(200);
    }

    @Test
    void aSessionInWhichATurnRunsIsNotDeleted() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        var asking = Sockets.post(
                agent,
                "/v1/ask",
                "text/event-stream",
                "{\"prompt\":\"one\",\"session_id\":\"running\",\"detach\":true}");
        model.awaitRequests(1);
        var turn = asking.awaitLine("id: ").substring(4).split("\\.")[0];

        var refused = delete(agent, "/v1/sessions/running");
        var running = agent.get("/v1/sessions/running/turns/" + turn);
        agent.post("/v1/interrupt", "{\"session_id\":\"running\"}");
        asking.rest();
        var interrupted = agent.get("/v1/sessions/running/turns/" + turn);
        var deleted = delete(agent, "/v1/sessions/running");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(running.status()).isEqualTo(202);
        assertThat(running.text()).isEqualTo("{\"status\":\"running\"}");
        assertThat(interrupted.status()).isEqualTo(409);
        assertThat(deleted.status()).as(deleted.text()).isEqualTo(200);
    }
}

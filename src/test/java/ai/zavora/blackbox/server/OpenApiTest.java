package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonSchema;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code GET /openapi.json} holds what the server does. */
final class OpenApiTest extends ServerTest {
    private final Set<String> tried = new HashSet<>();
    private JsonValue.Obj document = JsonValue.Obj.EMPTY;

    private static JsonValue.Obj at(JsonValue.Obj object, String... names) {
        var found = object;
        for (var name : names) {
            found = found.object(name).orElseThrow(() -> new AssertionError("no " + name));
        }
        return found;
    }

    private static JsonValue json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException e) {
            throw new AssertionError("no JSON: " + text, e);
        }
    }

    private void check(String operation, int status, Answer answer) {
        tried.add(operation);
        assertThat(answer.status()).as(operation + answer.text()).isEqualTo(status);
        var words = operation.split(" ", 2);
        var responses = at(document, "paths", words[1], words[0].toLowerCase(Locale.ROOT), "responses");
        var response = resolved(responses.object(Integer.toString(status)).orElse(at(responses, "default")));
        var type = answer.header("Content-Type").split(";")[0];
        var schema = resolved(at(response, "content", type, "schema"));
        if (!type.equals("application/json")) {
            return;
        }
        assertThat(JsonSchema.violations(schema, json(answer.text())))
                .as(operation)
                .isEmpty();
        assertThat(at(schema, "properties").members().keySet())
                .as(operation)
                .containsAll(answer.json().members().keySet());
    }

    private JsonValue.Obj resolved(JsonValue.Obj object) {
        return object.string("$ref")
                .map(reference -> at(document, reference.substring(2).split("/", -1)))
                .orElse(object);
    }

    private void post(ServedAgent agent, String path, int status, String body) throws InterruptedException {
        var schema = at(document, "paths", path, "post", "requestBody", "content", "application/json", "schema");
        assertThat(JsonSchema.violations(schema, json(body)).isEmpty())
                .as(path + body)
                .isEqualTo(status < 400);
        check("POST " + path, status, agent.post(path, body));
    }

    @Test
    void describesEveryRouteAsItAnswers() throws InterruptedException {
        try (var agent = serve("--require-confirm-tool", "current_unix_time")) {
            document = agent.get("/openapi.json").json();
            check("GET /openapi.json", 200, agent.get("/openapi.json"));
            check("GET /healthz", 200, agent.get("/healthz"));
            check("GET /readyz", 200, agent.get("/readyz"));
            check("GET /metrics", 200, agent.get("/metrics"));
            post(agent, "/v1/ask", 200, "{\"prompt\":\"hi\",\"session_id\":\"s1\",\"user_id\":null}");
            post(agent, "/v1/ask", 422, "{\"prompt\":7}");
            post(agent, "/v1/interrupt", 200, "{\"session_id\":\"s1\"}");
            post(agent, "/v1/interrupt", 422, "{}");
            var ping = "{\"from_agent\":\"a\",\"to_agent\":\"b\",\"message_id\":\"m\",\"payload\":[1]}";
            post(agent, "/v1/a2a/ping", 200, ping);
            post(agent, "/v1/a2a/ping", 422, ping.replace("\"to_agent\":\"b\",", ""));
            post(agent, Chat.PATH, 200, Chat.saying("hi", ",\"stream\":null,\"user\":\"ann\""));
            post(agent, Chat.PATH, 400, "{\"messages\":[]}");
            check("GET /v1/models", 200, agent.get("/v1/models"));
            check("GET /v1/models/{model}", 200, agent.get("/v1/models/zavora"));
            check("GET /v1/models/{model}", 404, agent.get("/v1/models/none"));
            var one = "/v1/sessions/{id}";
            check("GET /v1/sessions", 200, agent.get("/v1/sessions?limit=1"));
            check("GET /v1/sessions", 400, agent.get("/v1/sessions?limit=0"));
            check("GET " + one, 200, agent.get("/v1/sessions/s1"));
            check("GET " + one, 404, agent.get("/v1/sessions/none"));
            check("GET " + one + "/export", 200, agent.get("/v1/sessions/s1/export"));
            check("GET " + one + "/export", 200, agent.get("/v1/sessions/s1/export?format=markdown"));
            check("GET " + one + "/turns/{turn_id}", 200, agent.get("/v1/sessions/s1/turns/" + turn(agent)));
            check(
                    "DELETE " + one,
                    200,
                    agent.send(agent.request("/v1/sessions/s1").DELETE()));
            running(agent);
            approvals(agent);

            assertThat(tried).isEqualTo(operations());
        }
    }

    private static String turn(ServedAgent agent) throws InterruptedException {
        var events = agent.get("/v1/sessions/s1").json().array("events");
        return at((JsonValue.Obj) events.getFirst(), "event").string("turn").orElseThrow();
    }

    private void running(ServedAgent agent) throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        var before = model.requests().size();
        var asking = Sockets.post(agent, "/v1/ask", "text/event-stream", "{\"prompt\":\"x\",\"session_id\":\"s2\"}");
        model.awaitRequests(before + 1);
        var turn = asking.awaitLine("id: ").substring(4).split("\\.")[0];
        check("GET /v1/sessions/{id}/turns/{turn_id}", 202, agent.get("/v1/sessions/s2/turns/" + turn));
        asking.close();
    }

    private void approvals(ServedAgent agent) throws InterruptedException {
        model.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY));
        var one = "/v1/approvals/{id}";
        var asked = agent.post("/v1/ask", "{\"prompt\":\"x\",\"session_id\":\"s3\",\"approvals\":\"wait\"}");
        check("POST /v1/ask", 202, asked);
        check("GET /v1/approvals", 200, agent.get("/v1/approvals"));
        var pending = (JsonValue.Obj) asked.json().array("approvals").getFirst();
        var path = "/v1/approvals/" + pending.string("id").orElseThrow();
        check("GET " + one, 200, agent.get(path));
        check("POST " + one, 422, agent.post(path, "{\"decision\":1}"));
        check("POST " + one, 200, agent.post(path, "{\"decision\":\"approve\",\"scope\":\"session\"}"));
        check("GET " + one, 200, agent.get(path));
    }

    private Set<String> operations() {
        var all = new ArrayList<String>();
        at(document, "paths").members().forEach((path, item) -> ((JsonValue.Obj) item)
                .members()
                .keySet()
                .forEach(method -> all.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        return Set.copyOf(all);
    }
}

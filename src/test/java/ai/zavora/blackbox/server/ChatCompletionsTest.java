package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Usage;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Gate;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/chat/completions}: turns for clients of OpenAI. */
final class ChatCompletionsTest extends ServerTest {
    private static final String CARD = "4111 1111 1111 1111";

    @Test
    void answersWhole() throws InterruptedException {
        model.reply(Reply.text("Grüße ", "👋").withUsage(new Usage(10, 5, 0, 3, 4)));
        try (var agent = serve()) {
            var answer = Chat.ask(agent, Chat.saying("Sag „hallo“ 🌍", ""));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var json = answer.json();
            assertThat(json.string("id").orElseThrow()).startsWith("chatcmpl-");
            assertThat(json.string("object")).contains("chat.completion");
            assertThat(json.integer("created")).isPresent();
            assertThat(json.string("model")).contains(model.lastRequest().model());
            assertThat(Chat.content(answer)).isEqualTo("Grüße 👋");
            assertThat(Chat.choice(json).string("finish_reason")).contains("stop");
            var usage = json.object("usage").orElseThrow();
            assertThat(usage.integer("prompt_tokens")).hasValue(15);
            assertThat(usage.integer("completion_tokens")).hasValue(7);
            assertThat(usage.integer("total_tokens")).hasValue(22);
            assertThat(model.lastRequest().lastUserText()).isEqualTo("Sag „hallo“ 🌍");
            assertThat(agent.get("/v1/sessions").json().array("sessions")).isEmpty();
        }
    }

    @Test
    void answersInChunks() throws InterruptedException {
        model.reply(Reply.text("a", "ß", "👋"), Reply.text("b").ending(Reply.Ending.MAX_TOKENS));
        try (var agent = serve()) {
            var plain = Chat.ask(agent, Chat.saying("hi", ",\"stream\":true"));
            var counted =
                    Chat.ask(agent, Chat.saying("hi", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

            assertThat(plain.header("Content-Type")).startsWith("text/event-stream");
            assertThat(plain.text()).endsWith("data: [DONE]\n\n").doesNotContain("usage");
            var chunks = Chat.chunks(plain.text());
            assertThat(Chat.choice(chunks.getFirst())
                            .object("delta")
                            .orElseThrow()
                            .string("role"))
                    .contains("assistant");
            assertThat(Chat.said(chunks)).isEqualTo("aß👋");
            assertThat(Chat.choice(chunks.getLast()).string("finish_reason")).contains("stop");
            assertThat(chunks).allSatisfy(chunk -> {
                assertThat(chunk.string("object")).contains("chat.completion.chunk");
                assertThat(chunk.string("id")).isEqualTo(chunks.getFirst().string("id"));
            });

            var withUsage = Chat.chunks(counted.text());
            assertThat(Chat.choice(withUsage.get(withUsage.size() - 2)).string("finish_reason"))
                    .contains("length");
            assertThat(withUsage.getFirst().get("usage")).contains(JsonValue.Null.NULL);
            assertThat(withUsage.getLast().array("choices")).isEmpty();
            assertThat(withUsage.getLast().object("usage").orElseThrow().integer("total_tokens"))
                    .hasValue(Reply.USAGE.total());
        }
    }

    @Test
    void aPieceArrivesBeforeTheNextIsSaid() throws InterruptedException {
        var gate = new Gate();
        model.reply(Reply.text("first").thenWaitFor(gate).thenText(" second"));
        try (var agent = serve();
                var call = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", ",\"stream\":true"))) {
            call.awaitLine("data: {\"id\"");
            var piece = call.awaitLine("data: {\"id\"");
            gate.open();
            var rest = call.rest();

            assertThat(piece).contains("first").doesNotContain("second");
            assertThat(rest).contains(" second", "[DONE]");
        }
    }

    @Test
    void theConversationReachesTheModelInItsRoles() throws InterruptedException {
        try (var agent = serve()) {
            var answer = Chat.ask(agent, Chat.body("""
                    "messages":[
                      {"role":"system","content":"Be brief."},
                      {"role":"user","content":"What is the time?","name":"ann"},
                      {"role":"assistant","content":null,"tool_calls":[
                        {"id":"c1","type":"function","function":{"name":"clock","arguments":"{\\"zone\\":\\"UTC\\"}"}}]},
                      {"role":"tool","tool_call_id":"c1","content":[{"type":"text","text":"noon"}]},
                      {"role":"assistant","content":"It is noon."},
                      {"role":"developer","content":[{"type":"text","text":"Be"},{"type":"text","text":" kind."}]},
                      {"role":"user","content":"Thanks"}],
                    "temperature":0.2,"top_p":1,"seed":7,"user":"ann","metadata":{"a":"b"},"future":[1],
                    "tools":[],"n":1,"stop":null,"response_format":{"type":"text"},"max_tokens":77"""));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var sent = model.lastRequest();
            assertThat(sent.system()).startsWith("You are Zavora").endsWith("Be brief.\n\nBe kind.");
            var said = sent.conversation().said();
            assertThat(sent.said().getFirst()).isEqualTo("user: What is the time?");
            assertThat(said.get(1).role()).isEqualTo("assistant");
            assertThat(said.get(1).toolUses()).containsExactly("clock");
            assertThat(sent.said().get(2)).startsWith("tool: ").contains("noon");
            assertThat(sent.said()).endsWith("assistant: It is noon.", "user: Thanks");
            assertThat(sent.bodyText()).contains(":77").doesNotContain("temperature", "future");
        }
    }

    @Test
    void anotherRequestKnowsNothingOfTheFirst() throws InterruptedException {
        try (var agent = serve()) {
            Chat.ask(agent, Chat.saying("my secret", ""));
            Chat.ask(agent, Chat.saying("hi", ""));

            assertThat(model.lastRequest().said()).containsExactly("user: hi");
        }
    }

    @Test
    void aNamedSessionIsTheConversation() throws InterruptedException {
        model.reply(Reply.text("Noted."), Reply.text("Blue."));
        try (var agent = serve()) {
            var first = agent.send(agent.posting(Chat.PATH, Chat.saying("I like blue", ",\"user\":\"ann\""))
                    .header("X-Zavora-Session", "s1"));
            var second = agent.send(agent.posting(Chat.PATH, Chat.body("""
                            "user":"ann","messages":[{"role":"user","content":"not this"},
                              {"role":"assistant","content":"nor this"},{"role":"user","content":"Which colour?"}]""")).header("X-Zavora-Session", "s1"));
            var blank =
                    agent.send(agent.posting(Chat.PATH, Chat.saying("x", "")).header("X-Zavora-Session", " "));

            assertThat(first.header("X-Zavora-Session")).isEqualTo("s1");
            assertThat(Chat.content(second)).isEqualTo("Blue.");
            assertThat(model.lastRequest().said())
                    .containsExactly("user: I like blue", "assistant: Noted.", "user: Which colour?");
            assertThat(agent.get("/v1/sessions?user_id=ann").json().array("sessions"))
                    .hasSize(1);
            assertThat(blank.status()).isEqualTo(400);
        }
    }

    @Test
    void theAgentsOwnToolsStayBehindTheGate() throws InterruptedException {
        model.reply(
                Reply.text("Let me look.").then(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY)),
                Reply.text("No clock."),
                Reply.text("Let me look.").then(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY)),
                Reply.text("No clock."));
        try (var agent = serve("--tool-confirmation-mode", "always")) {
            var whole = Chat.ask(agent, Chat.saying("What time is it?", ""));
            var refusal = model.lastRequest().said().getLast();
            var streamed = Chat.ask(agent, Chat.saying("What time is it?", ",\"stream\":true"));

            assertThat(refusal).startsWith("tool: ").contains("error");
            assertThat(Chat.content(whole)).isEqualTo("Let me look.\n\nNo clock.");
            assertThat(Chat.said(Chat.chunks(streamed.text()))).isEqualTo(Chat.content(whole));
            assertThat(whole.json().object("usage").orElseThrow().integer("total_tokens"))
                    .hasValue(2 * Reply.USAGE.total());
            assertThat(Chat.choice(whole.json()).string("finish_reason")).contains("stop");
        }
    }

    @Test
    void aCallerWhoLeavesCancelsTheTurn() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents(), Fault.silenceBetweenEvents(), Fault.silenceBeforeFirstEvent());
        try (var agent = serve()) {
            var calls = 0;
            for (var more : List.of("", ",\"stream\":true", ",\"stream\":true")) {
                var leaving = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", more));
                var request = model.awaitRequests(++calls).getLast();
                leaving.close();

                assertThat(request.awaitClientClosedEarly(Duration.ofSeconds(10)))
                        .as(more)
                        .isTrue();
            }
        }
    }

    @Test
    void aCallerWhoNeverReadsCancelsTheTurn() throws InterruptedException {
        // more than the connection holds, and going on for longer than a write may take
        model.reply(Reply.manyDeltas("x".repeat(128 << 10), 220).withPauses(Duration.ofMillis(500)));
        try (var agent = serve();
                var unread = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", ",\"stream\":true"))) {
            var request = model.awaitRequests(1).getLast();

            assertThat(request.awaitClientClosedEarly(Duration.ofSeconds(150)))
                    .as("%s", unread)
                    .isTrue();
        }
    }

    @Test
    void whatFailsBeforeAWordHasAStatus() throws InterruptedException {
        model.reply(Fault.contextOverflow(), Fault.status(401));
        try (var agent = serve()) {
            var overflow = Chat.ask(agent, Chat.saying("hi", ",\"stream\":true"));
            var refused = Chat.ask(agent, Chat.saying("hi", ""));

            assertThat(overflow.status()).as(overflow.text()).isEqualTo(400);
            assertThat(Chat.error(overflow).string("code")).contains("context_length_exceeded");
            assertThat(overflow.header("X-Should-Retry")).isEqualTo("false");
            // the server's key was refused, not the caller's
            assertThat(refused.status()).isEqualTo(500);
            assertThat(Chat.error(refused).string("type")).contains("server_error");
        }
    }

    @Test
    void whatFailsInMidStreamIsAnErrorInTheStream() throws InterruptedException {
        model.reply(Fault.cutMidEvent());
        try (var agent = serve()) {
            var answer = agent.send(agent.posting(Chat.PATH, Chat.saying("hi", ",\"stream\":true"))
                    .header("X-Request-Id", "r-1"));

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).doesNotContain("[DONE]");
            var last = Chat.chunks(answer.text()).getLast();
            assertThat(last.object("error").orElseThrow().string("type")).contains("server_error");
            assertThat(last.string("request_id")).contains("r-1");
            assertThat(last.string("hint")).isPresent();
        }
    }

    @Test
    void tooManyAtOnceAreRefusedWithATime() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--max-turns", "1", "--max-waiting", "0");
                var _ = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", ""))) {
            model.awaitRequests(1);
            var refused = Chat.ask(agent, Chat.saying("hi", ",\"stream\":true"));

            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            assertThat(refused.header("X-Should-Retry")).isEmpty();
            assertThat(Chat.error(refused).string("code")).contains("rate_limit_exceeded");
        }
    }

    @Test
    void aTurnThatTakesTooLongEnds() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--turn-timeout-secs", "1")) {
            var late = Chat.ask(agent, Chat.saying("hi", ""));

            assertThat(late.status()).as(late.text()).isEqualTo(504);
            assertThat(Chat.error(late).string("code")).contains("timeout");
            assertThat(late.header("X-Should-Retry")).isEqualTo("false");
        }
    }

    @Test
    void aSessionRunsOneTurnAtATime() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--session-wait-secs", "1");
                var _ = Sockets.post(agent, "/v1/ask", "*/*", "{\"prompt\":\"one\",\"session_id\":\"s1\"}")) {
            model.awaitRequests(1);
            var busy =
                    agent.send(agent.posting(Chat.PATH, Chat.saying("two", "")).header("X-Zavora-Session", "s1"));
            var apart = Chat.ask(agent, Chat.saying("two", ""));

            assertThat(busy.status()).as(busy.text()).isEqualTo(409);
            assertThat(Chat.error(busy).string("type")).contains("conflict_error");
            assertThat(apart.status()).isEqualTo(200);
        }
    }

    @Test
    void guardrailsLookAtAllOfIt() throws InterruptedException {
        try (var agent = serve("--guardrail-input-mode", "redact")) {
            var answer = Chat.ask(
                    agent,
                    Chat.body("\"messages\":[{\"role\":\"system\",\"content\":\"sys " + CARD
                            + "\"},{\"role\":\"user\",\"content\":\"old " + CARD
                            + "\"},{\"role\":\"assistant\",\"content\":\"ok\"},{\"role\":\"user\",\"content\":\"new "
                            + CARD
                            + "\"}]"));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var sent = model.lastRequest();
            assertThat(sent.bodyText()).doesNotContain(CARD);
            assertThat(sent.system()).endsWith("sys [CREDIT CARD REDACTED]");
            assertThat(sent.said())
                    .containsExactly(
                            "user: old [CREDIT CARD REDACTED]", "assistant: ok", "user: new [CREDIT CARD REDACTED]");
        }
    }

    @Test
    void aBlockedRequestReachesNoModel() throws InterruptedException {
        try (var agent = serve("--guardrail-input-mode", "block")) {
            for (var messages : List.of(
                    "{\"role\":\"system\",\"content\":\"" + CARD + "\"},{\"role\":\"user\",\"content\":\"hi\"}",
                    "{\"role\":\"user\",\"content\":\"" + CARD + "\"},{\"role\":\"user\",\"content\":\"hi\"}",
                    "{\"role\":\"user\",\"content\":\"" + CARD + "\"}")) {
                var answer = Chat.ask(agent, Chat.body("\"stream\":true,\"messages\":[" + messages + "]"));

                assertThat(answer.status()).as(messages).isEqualTo(400);
                assertThat(Chat.error(answer).string("code")).contains("content_filter");
                assertThat(answer.text()).doesNotContain(CARD);
            }
            assertThat(model.requests()).isEmpty();
        }
    }

    @Test
    void isCountedAndLoggedAsEveryRoute() throws InterruptedException {
        try (var agent = serve()) {
            Chat.ask(agent, Chat.saying("a private word", ""));
            agent.get("/v1/models/none");
            var metrics = agent.get("/metrics").text();
            agent.stop();

            assertThat(metrics)
                    .contains("route=\"/v1/chat/completions\"", "route=\"/v1/models/{model}\"")
                    .contains("zavora_turns_total{outcome=\"answered\"} 1");
            assertThat(agent.program().err())
                    .contains("\"path\":\"/v1/chat/completions\",\"status\":200")
                    .doesNotContain("a private word");
        }
    }

    @Test
    void withoutAModelItSaysSo() throws InterruptedException {
        try (var agent = ServedAgent.start(Launcher.in(folder))) {
            for (var answer : List.of(Chat.ask(agent, Chat.saying("hi", "")), agent.get("/v1/models"))) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isNotEmpty();
                assertThat(Chat.error(answer).string("type")).contains("server_error");
            }
        }
    }

    @Test
    void listsTheModelsThereAre() throws InterruptedException {
        try (var agent = serve()) {
            var all = agent.get("/v1/models").json().array("data").stream()
                    .map(item -> ((JsonValue.Obj) item).string("id").orElseThrow())
                    .toList();
            Chat.ask(agent, Chat.saying("hi", ""));
            var own = Chat.ask(agent, Chat.saying("hi", "").replace("\"zavora\"", "\"" + all.getFirst() + "\""));
            var none = Chat.ask(agent, Chat.saying("hi", "").replace("\"zavora\"", "\"gpt-none\""));

            assertThat(all).containsExactly(model.lastRequest().model(), "zavora");
            assertThat(agent.get("/v1/models/zavora").json().string("id")).contains("zavora");
            assertThat(Chat.error(agent.get("/v1/models/vendor%2Fmodel")).string("code"))
                    .contains("model_not_found");
            assertThat(own.status()).isEqualTo(200);
            assertThat(none.status()).isEqualTo(404);
            assertThat(Chat.error(none).string("code")).contains("model_not_found");
        }
    }
}

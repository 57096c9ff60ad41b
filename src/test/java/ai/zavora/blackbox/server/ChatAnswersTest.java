package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Usage;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Gate;
import ai.zavora.testing.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/chat/completions}: what clients of OpenAI are answered. */
final class ChatAnswersTest extends SharedServerTest {
    @Test
    void answersWhole() throws InterruptedException {
        model.reply(Reply.text("Grüße ", "👋").withUsage(new Usage(10, 5, 0, 3, 4)));
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

    @Test
    void answersInChunks() throws InterruptedException {
        model.reply(Reply.text("a", "ß", "👋"), Reply.text("b").ending(Reply.Ending.MAX_TOKENS));
        var plain = Chat.ask(agent, Chat.saying("hi", ",\"stream\":true"));
        var counted =
                Chat.ask(agent, Chat.saying("hi", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        assertThat(plain.header("Content-Type")).startsWith("text/event-stream");
        assertThat(plain.text()).endsWith("data: [DONE]\n\n").doesNotContain("usage");
        var chunks = Chat.chunks(plain.text());
        assertThat(Chat.choice(chunks.getFirst()).object("delta").orElseThrow().string("role"))
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

    @Test
    void theCallersLimitEndsTheTurnAtTheCallItCutsOff() throws InterruptedException {
        var call = new Reply.Call("call_1", "release_template", List.of());
        model.otherwise(Reply.text("I will see.").then(Reply.toolUses(call)).ending(Reply.Ending.MAX_TOKENS));
        var asked = model.requests().size();
        var answer = Chat.ask(agent, Chat.saying("hi", ",\"max_tokens\":5"));

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(Chat.content(answer)).isEqualTo("I will see.");
        assertThat(Chat.choice(answer.json()).string("finish_reason")).contains("length");
        assertThat(model.requests()).hasSize(asked + 1);
    }

    @Test
    void anAnswerThatTheProviderBrokeOffIsNotToldAsWhole() throws InterruptedException {
        model.reply(Reply.text("half of").ending(Reply.Ending.BROKEN_OFF));

        assertThat(Chat.choice(Chat.ask(agent, Chat.saying("hi", "")).json()).string("finish_reason"))
                .contains("length");
    }

    @Test
    void aPieceArrivesBeforeTheNextIsSaid() throws InterruptedException {
        var gate = new Gate();
        model.reply(Reply.text("first").thenWaitFor(gate).thenText(" second"));
        try (var call = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", ",\"stream\":true"))) {
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
        var answer = Chat.ask(agent, Chat.body("""
                "messages":[
                  {"role":"system","content":"Be brief."},
                  {"role":"user","content":"What is the time?","name":"ann"},
                  {"role":"assistant","content":null,"tool_calls":[
                    {"id":"sk-key-of-call","type":"function","function":{"name":"clock","arguments":"{\\"zone\\":\\"UTC\\"}"}}]},
                  {"role":"tool","tool_call_id":"sk-key-of-call","content":[{"type":"text","text":"noon"}]},
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
        assertThat(sent.bodyText()).contains(":77").doesNotContain("temperature", "future", "sk-key-of-call");
    }

    @Test
    void anotherRequestKnowsNothingOfTheFirst() throws InterruptedException {
        Chat.ask(agent, Chat.saying("my secret", ""));
        Chat.ask(agent, Chat.saying("hi", ""));

        assertThat(model.lastRequest().said()).containsExactly("user: hi");
    }

    @Test
    void aNamedSessionIsTheConversation() throws InterruptedException {
        model.reply(Reply.text("Noted."), Reply.text("Blue."));
        var first = agent.send(agent.posting(Chat.PATH, Chat.saying("I like blue", ",\"user\":\"ann\""))
                .header("X-Zavora-Session", "s1"));
        var second = agent.send(agent.posting(Chat.PATH, Chat.body("""
                        "user":"ann","messages":[{"role":"user","content":"not this"},
                          {"role":"assistant","content":"nor this"},{"role":"user","content":"Which colour?"}]""")).header("X-Zavora-Session", "s1"));
        var blank = agent.send(agent.posting(Chat.PATH, Chat.saying("x", "")).header("X-Zavora-Session", " "));

        assertThat(first.header("X-Zavora-Session")).isEqualTo("s1");
        assertThat(Chat.content(second)).isEqualTo("Blue.");
        assertThat(model.lastRequest().said())
                .containsExactly("user: I like blue", "assistant: Noted.", "user: Which colour?");
        assertThat(agent.get("/v1/sessions?user_id=ann").json().array("sessions"))
                .hasSize(1);
        assertThat(blank.status()).isEqualTo(400);
    }

    @Test
    void whatFailsBeforeAWordHasAStatus() throws InterruptedException {
        model.reply(Fault.contextOverflow(), Fault.status(401));
        var overflow = Chat.ask(agent, Chat.saying("hi", ",\"stream\":true"));
        var refused = Chat.ask(agent, Chat.saying("hi", ""));

        assertThat(overflow.status()).as(overflow.text()).isEqualTo(400);
        assertThat(Chat.error(overflow).string("code")).contains("context_length_exceeded");
        assertThat(overflow.header("X-Should-Retry")).isEqualTo("false");
        // the server's key was refused, not the caller's
        assertThat(refused.status()).isEqualTo(500);
        assertThat(Chat.error(refused).string("type")).contains("server_error");
    }

    @Test
    void whatFailsInMidStreamIsAnErrorInTheStream() throws InterruptedException {
        model.reply(Fault.cutMidEvent());
        var answer = agent.send(
                agent.posting(Chat.PATH, Chat.saying("hi", ",\"stream\":true")).header("X-Request-Id", "r-1"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).doesNotContain("[DONE]");
        var last = Chat.chunks(answer.text()).getLast();
        assertThat(last.object("error").orElseThrow().string("type")).contains("server_error");
        assertThat(last.string("request_id")).contains("r-1");
        assertThat(last.string("hint")).isPresent();
    }

    @Test
    void listsTheModelsThereAre() throws InterruptedException {
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

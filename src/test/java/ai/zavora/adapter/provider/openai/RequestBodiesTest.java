package ai.zavora.adapter.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.testing.Golden;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole request bodies: what a model is sent must show in a diff. */
class RequestBodiesTest {

    @Test
    void chatCompletions() {
        var body = new ChatRequest(CompatibleEndpoints.OPENAI.quirks()).body(Requests.full("m1"));
        Golden.check(RequestBodiesTest.class, "chat-request.json", Json.writePretty(body) + "\n");
    }

    /** Of turns with tool calls only, the last message of which has none. */
    @Test
    void chatCompletionsOfDeepSeekCarryTheReasoningOfTurnsWithToolCalls() {
        var use = new Part.ToolUse("call_1", "clock", JsonValue.Obj.EMPTY, Optional.empty());
        var request = new ModelRequest(
                "m1",
                Optional.empty(),
                List.of(
                        Message.user("Hello"),
                        reply(thought("greet"), new Part.Text("Hi.")),
                        Message.user("Time?"),
                        reply(thought("look"), use),
                        new Message(
                                Role.TOOL, List.of(new Part.ToolOutput("call_1", "clock", JsonValue.Obj.EMPTY, false))),
                        reply(thought("tell"), new Part.Text("Noon.")),
                        Message.user("Again?"),
                        reply(use)),
                List.of(),
                OptionalInt.empty());

        var messages = new ChatRequest(CompatibleEndpoints.DEEPSEEK.quirks())
                .body(request).array("messages").stream()
                        .map(message -> ((JsonValue.Obj) message).string("reasoning_content"))
                        .toList();

        assertThat(messages)
                .containsExactly(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("look"),
                        Optional.empty(),
                        Optional.of("tell"),
                        Optional.empty(),
                        Optional.of(" "));
    }

    private static Message reply(Part... parts) {
        return new Message(Role.ASSISTANT, List.of(parts));
    }

    private static Part thought(String text) {
        return new Part.Reasoning(text, Optional.empty());
    }

    @Test
    void groqNamesTheLimitAsOpenAiDoesNow() {
        var body = new ChatRequest(CompatibleEndpoints.GROQ.quirks()).body(Requests.full("m1"));
        assertThat(body.integer("max_completion_tokens")).hasValue(100);
        assertThat(body.get("max_tokens")).isEmpty();
    }

    @Test
    void responses() {
        var body = ResponsesRequest.body(Requests.full("gpt-5.4"));
        Golden.check(RequestBodiesTest.class, "responses-request.json", Json.writePretty(body) + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.4-mini-2026-03-17, true",
        "o3-2025-04-16, true",
        "gpt-5-chat-latest, false",
        "gpt-4.1, false",
        "ft:gpt-4o-mini:acme, false",
        "unheard-of, true"
    })
    void onlyReasoningModelsAreAskedForEncryptedReasoningAndShownIt(String model, boolean asked) {
        var body = ResponsesRequest.body(Requests.full(model));
        assertThat(body.get("include").isPresent()).isEqualTo(asked);
        assertThat(Json.write(body).contains("\"encrypted_content\":")).isEqualTo(asked);
    }
}

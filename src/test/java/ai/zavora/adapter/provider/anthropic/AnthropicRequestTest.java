package ai.zavora.adapter.provider.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.testing.SampleRequest;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AnthropicRequestTest {

    @Test
    void writesAWholeConversation() {
        var thinking =
                SampleRequest.json("{\"type\":\"thinking\",\"thinking\":\"I should look.\",\"signature\":\"c2ln\"}");
        var request = SampleRequest.full("claude-x", new Part.ProviderData("anthropic", thinking));

        assertThat(AnthropicRequest.body(request)).isEqualTo(SampleRequest.json("""
                                {"model":"claude-x","max_tokens":500,"stream":true,"system":"Be brief.","messages":[
                                  {"role":"user","content":[
                                    {"type":"text","text":"What is this?"},
                                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}]},
                                  {"role":"assistant","content":[
                                    {"type":"thinking","thinking":"I should look.","signature":"c2ln"},
                                    {"type":"text","text":"Let me see."},
                                    {"type":"tool_use","id":"call_1","name":"read","input":{"path":"a.txt"}},
                                    {"type":"tool_use","id":"call_2","name":"now","input":{"invalid_input":"{\\"x\\":"}}]},
                                  {"role":"user","content":[
                                    {"type":"tool_result","tool_use_id":"call_1","content":"{\\"text\\":\\"A\\"}"},
                                    {"type":"tool_result","tool_use_id":"call_2","content":"{\\"error\\":\\"bad\\"}","is_error":true},
                                    {"type":"text","text":"Go on.","cache_control":{"type":"ephemeral"}}]}],
                                 "tools":[
                                  {"name":"read","description":"Reads a file.","input_schema":
                                    {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                                     "properties":{"path":{"type":"string","description":"the file"},
                                                   "lines":{"type":["integer","null"],"exclusiveMinimum":0}},
                                     "required":["path"],"additionalProperties":false}},
                                  {"name":"now","description":"Tells the time.","input_schema":
                                    {"type":"object","properties":{}}}]}
                                """));
    }

    @Test
    void writesTheLeastThatIsNeeded() {
        assertThat(Json.write(AnthropicRequest.body(SampleRequest.hello("claude-sonnet-4-20250514"))))
                .isEqualTo("{\"model\":\"claude-sonnet-4-20250514\",\"max_tokens\":32000,\"stream\":true,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hello\"}]}]}");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-4-6, 32000",
        "claude-3-7-sonnet-latest, 32000",
        "claude-3-5-haiku-latest, 8192",
        "claude-3-haiku-20240307, 4096",
        "some-gateway-model, 8192"
    })
    void limitsTheAnswerToWhatTheModelAllows(String model, long tokens) {
        assertThat(AnthropicRequest.body(SampleRequest.hello(model)).integer("max_tokens"))
                .hasValue(tokens);
    }

    @Test
    void leavesOutWhatTheApiRefuses() {
        var request = new ModelRequest(
                "claude-x",
                Optional.of(" "),
                List.of(
                        Message.user("one"),
                        new Message(Role.ASSISTANT, List.of(new Part.Text(" \n"))),
                        Message.user("two")),
                List.of(),
                OptionalInt.empty());

        var body = AnthropicRequest.body(request);

        assertThat(body.get("system")).isEmpty();
        assertThat(Json.write(new JsonValue.Arr(body.array("messages"))))
                .isEqualTo("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"one\"},"
                        + "{\"type\":\"text\",\"text\":\"two\"}]}]");
    }

    /** As in a reply that was cut off while the model thought. */
    @Test
    void noMessageEndsWithThinking() {
        var block = SampleRequest.json("{\"type\":\"thinking\",\"thinking\":\"So\",\"signature\":\"c2ln\"}");
        var thought = new Part.Reasoning("So", Optional.of(new Part.ProviderData("anthropic", block)));
        var request = new ModelRequest(
                "claude-x",
                Optional.empty(),
                List.of(
                        Message.user("one"),
                        new Message(
                                Role.ASSISTANT, List.of(thought, new Part.Text("Yes."), thought, new Part.Text("\n"))),
                        Message.user("two"),
                        new Message(Role.ASSISTANT, List.of(thought)),
                        Message.user("three")),
                List.of(),
                OptionalInt.empty());

        var messages = AnthropicRequest.body(request).array("messages");

        assertThat(messages).hasSize(3);
        assertThat(Json.write(messages.get(1)))
                .isEqualTo("{\"role\":\"assistant\",\"content\":[" + Json.write(block)
                        + ",{\"type\":\"text\",\"text\":\"Yes.\"}]}");
    }
}

package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Requests and JSON for the tests of this package. */
final class Requests {
    private Requests() {}

    static JsonValue.Obj json(String text) {
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            throw new AssertionError(text, e);
        }
    }

    static ModelRequest plain(String model) {
        return new ModelRequest(model, Optional.empty(), List.of(Message.user("Hi")), List.of(), OptionalInt.empty());
    }

    /** A conversation with everything a request can hold. */
    static ModelRequest full(String model) {
        var sealed = new Part.ProviderData(
                "openai",
                json("{\"type\":\"reasoning\",\"id\":\"rs_1\",\"status\":\"completed\",\"summary\":[],"
                        + "\"content\":[{\"type\":\"reasoning_text\",\"text\":\"A clock.\"}],"
                        + "\"encrypted_content\":\"gA==\"}"));
        var unsealed = new Part.ProviderData("openai", json("{\"type\":\"reasoning\",\"id\":\"rs_0\",\"summary\":[]}"));
        return new ModelRequest(
                model,
                Optional.of("Be kind."),
                List.of(
                        new Message(
                                Role.USER,
                                List.of(new Part.Text("What is this?"), new Part.Image("image/png", "aGk="))),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.Reasoning("lost", Optional.of(unsealed)),
                                        new Part.Reasoning("A clock.", Optional.of(sealed)),
                                        new Part.Text("Let me look."),
                                        new Part.ToolUse(
                                                "call_1",
                                                "clock",
                                                json("{\"zone\":\"UTC\",\"n\":1.50}"),
                                                Optional.empty()),
                                        new Part.ToolUse(
                                                "call_2", "clock", JsonValue.of("{\"zone\":"), Optional.empty()))),
                        new Message(
                                Role.TOOL,
                                List.of(
                                        new Part.ToolOutput("call_1", "clock", json("{\"t\":1}"), false),
                                        new Part.ToolOutput("call_2", "clock", json("{\"error\":\"no\"}"), true))),
                        new Message(
                                Role.ASSISTANT, List.of(new Part.Reasoning("nothing follows", Optional.of(sealed)))),
                        Message.user("Go on")),
                List.of(new ToolSpec("clock", "Tells the time.", json("{\"type\":\"object\",\"properties\":{}}"))),
                OptionalInt.of(100));
    }
}

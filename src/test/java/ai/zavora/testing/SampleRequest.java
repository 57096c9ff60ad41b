package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Requests that hold every kind of part, for tests of what an adapter writes. */
public final class SampleRequest {

    /** Offered in {@link #full}: one required text and a keyword or two that not every provider takes. */
    public static final ToolSpec READ = new ToolSpec("read", "Reads a file.", json("""
                    {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
                     "properties":{"path":{"type":"string","description":"the file"},
                                   "lines":{"type":["integer","null"],"exclusiveMinimum":0}},
                     "required":["path"],"additionalProperties":false}
                    """));

    /** Offered in {@link #full}: no parameters at all. */
    public static final ToolSpec NOW =
            new ToolSpec("now", "Tells the time.", json("{\"type\":\"object\",\"properties\":{}}"));

    private SampleRequest() {}

    /** One user message and nothing else. */
    public static ModelRequest hello(String model) {
        return new ModelRequest(
                model, Optional.empty(), List.of(Message.user("hello")), List.of(), OptionalInt.empty());
    }

    /**
     * A conversation with an image, reasoning of the given provider and of another one, two parallel tool calls, one of
     * them with arguments that are no JSON, and their outputs, one of them a failure.
     */
    public static ModelRequest full(String model, Part.ProviderData reasoning) {
        var use = new Part.ToolUse("call_1", "read", json("{\"path\":\"a.txt\"}"), Optional.empty());
        var broken = new Part.ToolUse("call_2", "now", JsonValue.of("{\"x\":"), Optional.empty());
        return new ModelRequest(
                model,
                Optional.of("Be brief."),
                List.of(
                        new Message(
                                Role.USER,
                                List.of(new Part.Text("What is this?"), new Part.Image("image/png", "iVBO"))),
                        new Message(
                                Role.ASSISTANT,
                                List.of(
                                        new Part.Reasoning("I should look.", Optional.of(reasoning)),
                                        new Part.Reasoning(
                                                "foreign",
                                                Optional.of(new Part.ProviderData("other", JsonValue.Obj.EMPTY))),
                                        new Part.Text("Let me see."),
                                        use,
                                        broken)),
                        new Message(
                                Role.TOOL,
                                List.of(
                                        new Part.ToolOutput("call_1", "read", json("{\"text\":\"A\"}"), false),
                                        new Part.ToolOutput("call_2", "now", json("{\"error\":\"bad\"}"), true))),
                        Message.user("Go on.")),
                List.of(READ, NOW),
                OptionalInt.of(500));
    }

    /** A request that carries a reply back to the model that gave it, with outputs for all its calls. */
    public static ModelRequest after(ModelReply reply) {
        var outputs = reply.toolUses().stream()
                .map(use -> (Part) new Part.ToolOutput(use.id(), use.name(), json("{\"ok\":true}"), false))
                .toList();
        var last = outputs.isEmpty() ? Message.user("and?") : new Message(Role.TOOL, outputs);
        return new ModelRequest(
                reply.model(),
                Optional.empty(),
                List.of(Message.user("hello"), new Message(Role.ASSISTANT, reply.parts()), last),
                List.of(),
                OptionalInt.empty());
    }

    /** The JSON object of that text. */
    public static JsonValue.Obj json(String text) {
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

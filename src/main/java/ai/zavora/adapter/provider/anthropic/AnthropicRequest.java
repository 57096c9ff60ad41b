package ai.zavora.adapter.provider.anthropic;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Writes the body of a Messages request. Pure. */
final class AnthropicRequest {

    /** The provider's name on opaque parts that go back to it. */
    static final String PROVIDER = "anthropic";

    private static final Set<String> THINKING = Set.of("thinking", "redacted_thinking");

    private AnthropicRequest() {}

    static JsonValue.Obj body(ModelRequest request) {
        var body = JsonValue.object()
                .put("model", request.model())
                .put("max_tokens", request.maxOutputTokens().orElseGet(() -> defaultMaxTokens(request.model())))
                .put("stream", true);
        request.system().filter(text -> !text.isBlank()).ifPresent(text -> body.put("system", text));
        body.put("messages", messages(request.messages()));
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    JsonValue.array(
                            request.tools().stream().map(AnthropicRequest::tool).toList()));
        }
        return body.build();
    }

    /**
     * The API demands a limit and refuses one above the model's own. These are the models' published output limits,
     * capped at 32,000, which is more than an answer of an agent needs and which every model since Claude 4 allows.
     */
    private static int defaultMaxTokens(String model) {
        if (model.startsWith("claude-3-5-")) {
            return 8_192;
        }
        if (model.startsWith("claude-3-") && !model.startsWith("claude-3-7-")) {
            return 4_096;
        }
        // a name that is not Claude's is some gateway's model, of which nothing is known
        return model.startsWith("claude") ? 32_000 : 8_192;
    }

    private static JsonValue tool(ToolSpec tool) {
        return JsonValue.object()
                .put("name", tool.name())
                .put("description", tool.description())
                .put("input_schema", tool.inputSchema())
                .build();
    }

    /** Neighbours of one role become one message: all tool results must stand in the message after their calls. */
    private static JsonValue messages(List<Message> messages) {
        var turns = new ArrayList<Turn>();
        for (var message : messages) {
            var role = message.role() == Role.ASSISTANT ? "assistant" : "user";
            var blocks = new ArrayList<JsonValue.Obj>();
            message.parts().forEach(part -> block(part).ifPresent(blocks::add));
            while (message.role() == Role.ASSISTANT && !blocks.isEmpty() && isThinking(blocks.getLast())) {
                blocks.removeLast();
            }
            if (blocks.isEmpty()) {
                continue;
            }
            if (turns.isEmpty() || !turns.getLast().role().equals(role)) {
                turns.add(new Turn(role, new ArrayList<>()));
            }
            turns.getLast().blocks().addAll(blocks);
        }
        if (turns.size() > 1) {
            markForCache(turns.getLast().blocks());
        }
        return JsonValue.array(turns.stream().map(Turn::json).toList());
    }

    /** The API refuses a message of the model that ends with one, as a reply that was cut off does. */
    private static boolean isThinking(JsonValue.Obj block) {
        return block.string("type").filter(THINKING::contains).isPresent();
    }

    /** A conversation that goes on is sent again and again: the mark lets the provider reuse all that stands before it. */
    private static void markForCache(List<JsonValue.Obj> blocks) {
        var marker = JsonValue.object().put("type", "ephemeral").build();
        var last = blocks.removeLast();
        blocks.add(JsonValue.object().putAll(last).put("cache_control", marker).build());
    }

    private static Optional<JsonValue.Obj> block(Part part) {
        return switch (part) {
            // the API refuses text blocks without a visible character
            case Part.Text(var text) ->
                text.isBlank()
                        ? Optional.empty()
                        : Optional.of(JsonValue.object()
                                .put("type", "text")
                                .put("text", text)
                                .build());
            // reasoning of another provider, or without its signature, would be refused
            case Part.Reasoning(var text, var data) ->
                data.filter(it -> it.provider().equals(PROVIDER))
                        .map(Part.ProviderData::data)
                        .filter(JsonValue.Obj.class::isInstance)
                        .map(JsonValue.Obj.class::cast);
            case Part.Image image -> Optional.of(image(image));
            case Part.ToolUse use -> Optional.of(toolUse(use));
            case Part.ToolOutput output -> Optional.of(toolResult(output));
        };
    }

    private static JsonValue.Obj image(Part.Image image) {
        return JsonValue.object()
                .put("type", "image")
                .put(
                        "source",
                        JsonValue.object()
                                .put("type", "base64")
                                .put("media_type", image.mimeType())
                                .put("data", image.base64())
                                .build())
                .build();
    }

    private static JsonValue.Obj toolUse(Part.ToolUse use) {
        // the API takes objects only; the tool gate has told the model what was wrong with anything else
        var input = use.input() instanceof JsonValue.Obj object
                ? object
                : JsonValue.object().put("invalid_input", use.input()).build();
        return JsonValue.object()
                .put("type", "tool_use")
                .put("id", use.id())
                .put("name", use.name())
                .put("input", input)
                .build();
    }

    private static JsonValue.Obj toolResult(Part.ToolOutput output) {
        var block = JsonValue.object()
                .put("type", "tool_result")
                .put("tool_use_id", output.callId())
                .put("content", Json.write(output.output()));
        if (output.failed()) {
            block.put("is_error", true);
        }
        return block.build();
    }

    /** Message of the wire under construction. */
    private record Turn(String role, List<JsonValue.Obj> blocks) {
        JsonValue json() {
            return JsonValue.object()
                    .put("role", role)
                    .put("content", JsonValue.array(blocks))
                    .build();
        }
    }
}

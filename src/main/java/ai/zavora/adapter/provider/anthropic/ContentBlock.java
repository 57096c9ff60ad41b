package ai.zavora.adapter.provider.anthropic;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.Part;
import java.util.Optional;
import java.util.function.Consumer;

/** One content block of a streamed message while its pieces arrive. */
final class ContentBlock {
    private final JsonValue.Obj start;
    private final String type;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private final StringBuilder json = new StringBuilder();

    /** @param start the block as the stream opened it, usually still empty */
    ContentBlock(JsonValue.Obj start) {
        this.start = start;
        this.type = start.string("type").orElse("");
        start.string("text").ifPresent(text::append);
        start.string("thinking").ifPresent(thinking::append);
        start.string("signature").ifPresent(signature::append);
    }

    /** Tells what the block's opening already says. */
    void announce(Consumer<ModelDelta> onDelta) {
        if (type.equals("tool_use")) {
            onDelta.accept(new ModelDelta.ToolUseStarted(id(), name()));
        }
        tellText(text.toString(), onDelta);
        tellReasoning(thinking.toString(), onDelta);
    }

    /** Adds a piece; pieces of unknown types are ignored. */
    void append(JsonValue.Obj delta, Consumer<ModelDelta> onDelta) {
        switch (delta.string("type").orElse("")) {
            case "text_delta" -> {
                var piece = delta.string("text").orElse("");
                text.append(piece);
                tellText(piece, onDelta);
            }
            case "thinking_delta" -> {
                var piece = delta.string("thinking").orElse("");
                thinking.append(piece);
                tellReasoning(piece, onDelta);
            }
            case "signature_delta" -> signature.append(delta.string("signature").orElse(""));
            case "input_json_delta" -> json.append(delta.string("partial_json").orElse(""));
            default -> {
                // citations, and pieces that later versions of the API add
            }
        }
    }

    private static void tellText(String piece, Consumer<ModelDelta> onDelta) {
        if (!piece.isEmpty()) {
            onDelta.accept(new ModelDelta.Text(piece));
        }
    }

    private static void tellReasoning(String piece, Consumer<ModelDelta> onDelta) {
        if (!piece.isEmpty()) {
            onDelta.accept(new ModelDelta.Reasoning(piece));
        }
    }

    /** What the finished block means; empty for a text block without text. */
    Optional<Part> part() {
        return switch (type) {
            case "text" -> text.isEmpty() ? Optional.empty() : Optional.of(new Part.Text(text.toString()));
            case "tool_use" -> Optional.of(new Part.ToolUse(id(), name(), input(), Optional.empty()));
            // without its signature, as a cut reply leaves it, the API would not take it back
            case "thinking" ->
                Optional.of(
                        signature.isEmpty()
                                ? new Part.Reasoning(thinking.toString(), Optional.empty())
                                : sealed(thinking.toString(), thinkingBlock()));
            // redacted thinking, and blocks of later versions of the API: kept as they came, sent back as they came
            default ->
                Optional.of(sealed(
                        "",
                        json.isEmpty()
                                ? start
                                : JsonValue.object()
                                        .putAll(start)
                                        .put("input", input())
                                        .build()));
        };
    }

    private String id() {
        return start.string("id").orElse("");
    }

    private String name() {
        return start.string("name").orElse("");
    }

    private JsonValue.Obj thinkingBlock() {
        return JsonValue.object()
                .putAll(start)
                .put("thinking", thinking.toString())
                .put("signature", signature.toString())
                .build();
    }

    private static Part sealed(String text, JsonValue.Obj block) {
        return new Part.Reasoning(text, Optional.of(new Part.ProviderData(AnthropicRequest.PROVIDER, block)));
    }

    /** The arguments; text that is no JSON object, as a cut reply leaves it, stays text. */
    private JsonValue input() {
        if (json.isEmpty()) {
            return start.object("input").orElse(JsonValue.Obj.EMPTY);
        }
        var written = json.toString();
        try {
            return Json.parseObject(written);
        } catch (JsonException notAnObject) {
            return JsonValue.of(written);
        }
    }
}

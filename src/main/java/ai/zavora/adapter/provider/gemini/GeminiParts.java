package ai.zavora.adapter.provider.gemini;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Collects the parts of a streamed answer. Neighbouring pieces of text are joined; a piece that carries a thought
 * signature is kept apart, since the API wants the signature back on the very part it came with.
 */
final class GeminiParts {
    private final Supplier<String> callIds;
    private final List<Part> finished = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();

    GeminiParts(Supplier<String> callIds) {
        this.callIds = callIds;
    }

    void add(JsonValue.Obj part, Consumer<ModelDelta> onDelta) {
        var call = part.object("functionCall");
        var piece = part.string("text");
        if (call.isPresent()) {
            addCall(part, call.orElseThrow(), onDelta);
        } else if (piece.isEmpty()) {
            // inline data, executed code, or what later versions of the API add
            flush();
            finished.add(kept("", part));
        } else if (part.bool("thought").orElse(false)) {
            addThought(part, piece.orElseThrow(), onDelta);
        } else {
            addText(part, piece.orElseThrow(), onDelta);
        }
    }

    private void addCall(JsonValue.Obj part, JsonValue.Obj call, Consumer<ModelDelta> onDelta) {
        flush();
        var wireId = call.string("id").filter(id -> !id.isEmpty());
        var id = wireId.orElseGet(callIds);
        var name = call.string("name").orElse("");
        var data = JsonValue.object();
        wireId.ifPresent(known -> data.put("id", known));
        part.string("thoughtSignature").ifPresent(signature -> data.put("thoughtSignature", signature));
        var bound = data.build();
        var input = call.get("args").orElse(JsonValue.Obj.EMPTY);
        finished.add(new Part.ToolUse(
                id,
                name,
                input instanceof JsonValue.Obj ? input : JsonValue.of(Json.write(input)),
                bound.members().isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Part.ProviderData(GeminiRequest.PROVIDER, bound))));
        onDelta.accept(new ModelDelta.ToolUseStarted(id, name));
    }

    private void addThought(JsonValue.Obj part, String piece, Consumer<ModelDelta> onDelta) {
        flushText();
        if (part.string("thoughtSignature").isPresent()) {
            flushThought();
            finished.add(kept(piece, part));
        } else {
            thought.append(piece);
        }
        if (!piece.isEmpty()) {
            onDelta.accept(new ModelDelta.Reasoning(piece));
        }
    }

    private void addText(JsonValue.Obj part, String piece, Consumer<ModelDelta> onDelta) {
        flushThought();
        if (part.string("thoughtSignature").isPresent()) {
            flushText();
            if (!piece.isEmpty()) {
                finished.add(new Part.Text(piece));
            }
            finished.add(kept("", part));
        } else {
            text.append(piece);
        }
        if (!piece.isEmpty()) {
            onDelta.accept(new ModelDelta.Text(piece));
        }
    }

    private static Part kept(String readable, JsonValue.Obj part) {
        return new Part.Reasoning(readable, Optional.of(new Part.ProviderData(GeminiRequest.PROVIDER, part)));
    }

    private void flush() {
        flushThought();
        flushText();
    }

    private void flushThought() {
        if (!thought.isEmpty()) {
            finished.add(new Part.Reasoning(thought.toString(), Optional.empty()));
            thought.setLength(0);
        }
    }

    private void flushText() {
        if (!text.isEmpty()) {
            finished.add(new Part.Text(text.toString()));
            text.setLength(0);
        }
    }

    boolean hasCalls() {
        return finished.stream().anyMatch(Part.ToolUse.class::isInstance);
    }

    /** The parts so far, in order. */
    List<Part> finish() {
        flush();
        return List.copyOf(finished);
    }
}

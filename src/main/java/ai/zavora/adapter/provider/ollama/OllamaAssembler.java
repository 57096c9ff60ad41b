package ai.zavora.adapter.provider.ollama;

import ai.zavora.adapter.provider.http.Failures;
import ai.zavora.adapter.provider.http.ReplyAssembler;
import ai.zavora.adapter.provider.http.StreamEvent;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Puts a reply together from the lines of a streamed chat answer. */
final class OllamaAssembler implements ReplyAssembler {
    private final Failures failures;
    private final Supplier<String> callIds;
    private final StringBuilder thinking = new StringBuilder();
    private final StringBuilder text = new StringBuilder();
    private final List<Part.ToolUse> calls = new ArrayList<>();
    private String model;
    private String doneReason = "";
    private Usage usage = Usage.NONE;
    private boolean complete;

    /**
     * @param model the model asked for, until the stream names the one that answers
     * @param callIds makes an id, unique within the session, for a call that comes without
     */
    OllamaAssembler(String model, Supplier<String> callIds, Failures failures) {
        this.model = model;
        this.failures = failures;
        this.callIds = callIds;
    }

    @Override
    public boolean accept(StreamEvent event, Consumer<ModelDelta> onDelta) throws JsonException {
        var line = Json.parseObject(event.data());
        if (line.get("error").isPresent()) {
            throw failures.of(OllamaErrors.inStream(line), Optional.of(line));
        }
        line.string("model").ifPresent(name -> model = name);
        line.object("message").ifPresent(message -> take(message, onDelta));
        if (line.bool("done").orElse(false)) {
            complete = true;
            doneReason = line.string("done_reason").orElse("stop");
            // a prompt found in the cache is not counted, which the API shows by leaving the member out
            usage = new Usage(
                    line.integer("prompt_eval_count").orElse(0),
                    0,
                    0,
                    line.integer("eval_count").orElse(0),
                    0);
        }
        return complete;
    }

    private void take(JsonValue.Obj message, Consumer<ModelDelta> onDelta) {
        var thought = message.string("thinking").orElse("");
        if (!thought.isEmpty()) {
            thinking.append(thought);
            onDelta.accept(new ModelDelta.Reasoning(thought));
        }
        var piece = message.string("content").orElse("");
        if (!piece.isEmpty()) {
            text.append(piece);
            onDelta.accept(new ModelDelta.Text(piece));
        }
        for (var item : message.array("tool_calls")) {
            if (item instanceof JsonValue.Obj call) {
                take(call, call.object("function").orElse(JsonValue.Obj.EMPTY), onDelta);
            }
        }
    }

    private void take(JsonValue.Obj call, JsonValue.Obj function, Consumer<ModelDelta> onDelta) {
        var id = call.string("id").filter(known -> !known.isEmpty()).orElseGet(callIds);
        var name = function.string("name").orElse("");
        var arguments = function.get("arguments").orElse(JsonValue.Obj.EMPTY);
        calls.add(new Part.ToolUse(id, name, input(arguments), Optional.empty()));
        onDelta.accept(new ModelDelta.ToolUseStarted(id, name));
    }

    /** Anything that is no object is kept as text for the tool gate to refuse. */
    private static JsonValue input(JsonValue arguments) {
        return switch (arguments) {
            case JsonValue.Obj object -> object;
            case JsonValue.Str string -> string;
            case JsonValue.Arr _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ ->
                JsonValue.of(Json.write(arguments));
        };
    }

    @Override
    public ModelReply finish() {
        if (!complete) {
            throw failures.of(Reason.STREAM_BROKEN, Optional.empty());
        }
        var parts = new ArrayList<Part>();
        if (!thinking.isEmpty()) {
            // the data only says whose reasoning this is: the wire has nothing but its text
            var mark = JsonValue.object().put("member", "thinking").build();
            parts.add(new Part.Reasoning(
                    thinking.toString(), Optional.of(new Part.ProviderData(OllamaRequest.PROVIDER, mark))));
        }
        if (!text.isEmpty()) {
            parts.add(new Part.Text(text.toString()));
        }
        parts.addAll(calls);
        return new ModelReply(parts, stopReason(), usage, model);
    }

    private StopReason stopReason() {
        return switch (doneReason) {
            case "stop" -> calls.isEmpty() ? StopReason.COMPLETE : StopReason.TOOL_USE;
            case "length" -> StopReason.MAX_TOKENS;
            default -> StopReason.OTHER;
        };
    }
}

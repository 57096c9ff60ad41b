package ai.zavora.adapter.provider.anthropic;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Puts a reply together from the events of a Messages stream. */
final class AnthropicAssembler implements ReplyAssembler {
    private final Failures failures;
    private final Map<Long, ContentBlock> blocks = new TreeMap<>();
    private final JsonValue.ObjectBuilder usage = JsonValue.object();
    private String model;
    private String stopReason = "";
    private boolean complete;

    /** @param model the model asked for, until the stream names the one that answers */
    AnthropicAssembler(String model, Failures failures) {
        this.model = model;
        this.failures = failures;
    }

    @Override
    public boolean accept(StreamEvent event, Consumer<ModelDelta> onDelta) throws JsonException {
        var data = Json.parseObject(event.data());
        switch (data.string("type").orElse("")) {
            case "message_start" -> start(data);
            case "content_block_start" -> startBlock(data, onDelta);
            case "content_block_delta" -> block(data).append(member(data, "delta"), onDelta);
            case "message_delta" -> {
                member(data, "delta").string("stop_reason").ifPresent(reason -> stopReason = reason);
                data.object("usage").ifPresent(this::count);
            }
            case "message_stop" -> complete = true;
            case "error" -> throw failures.of(AnthropicErrors.inStream(data), Optional.of(data));
            default -> {
                // pings, and events that later versions of the API add
            }
        }
        return complete;
    }

    private void start(JsonValue.Obj data) throws JsonException {
        var message = member(data, "message");
        message.string("model").ifPresent(name -> model = name);
        message.object("usage").ifPresent(this::count);
    }

    private void startBlock(JsonValue.Obj data, Consumer<ModelDelta> onDelta) throws JsonException {
        var block = new ContentBlock(member(data, "content_block"));
        blocks.put(index(data), block);
        block.announce(onDelta);
    }

    private ContentBlock block(JsonValue.Obj data) throws JsonException {
        var block = blocks.get(index(data));
        if (block == null) {
            throw new JsonException("a piece belongs to a block that was never started");
        }
        return block;
    }

    private static long index(JsonValue.Obj data) throws JsonException {
        return data.integer("index").orElseThrow(() -> new JsonException("a block has no index"));
    }

    private static JsonValue.Obj member(JsonValue.Obj data, String name) throws JsonException {
        return data.object(name).orElseThrow(() -> new JsonException("an event has no object \"" + name + "\""));
    }

    /** Counts are running totals, spread over several events; the last one of a kind holds. */
    private void count(JsonValue.Obj counts) {
        for (var entry : counts.members().entrySet()) {
            if (entry.getValue() != JsonValue.Null.NULL) {
                usage.put(entry.getKey(), entry.getValue());
            }
        }
    }

    @Override
    public ModelReply finish() {
        if (!complete) {
            throw failures.of(Reason.STREAM_BROKEN, Optional.empty());
        }
        var parts =
                blocks.values().stream().flatMap(block -> block.part().stream()).toList();
        var reason = reason(parts.stream().anyMatch(Part.ToolUse.class::isInstance));
        if (reason == StopReason.CONTENT_FILTER && parts.isEmpty()) {
            throw failures.of(Reason.CONTENT_FILTER, Optional.empty());
        }
        return new ModelReply(parts, reason, usage(), model);
    }

    private StopReason reason(boolean callsTools) {
        return switch (stopReason) {
            // compatible servers leave it out
            case "end_turn", "stop_sequence", "" -> callsTools ? StopReason.TOOL_USE : StopReason.COMPLETE;
            case "tool_use" -> StopReason.TOOL_USE;
            case "max_tokens", "model_context_window_exceeded" -> StopReason.MAX_TOKENS;
            case "refusal" -> StopReason.CONTENT_FILTER;
            // "pause_turn": the API ended what took it long, and expects to be asked for the rest
            default -> StopReason.OTHER;
        };
    }

    /** The API counts cached input apart already, and does not tell reasoning from other output. */
    private Usage usage() {
        var counts = usage.build();
        return new Usage(
                counts.integer("input_tokens").orElse(0),
                counts.integer("cache_read_input_tokens").orElse(0),
                counts.integer("cache_creation_input_tokens").orElse(0),
                counts.integer("output_tokens").orElse(0),
                0);
    }
}

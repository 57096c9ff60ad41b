package ai.zavora.adapter.provider.gemini;

import ai.zavora.adapter.provider.http.Failures;
import ai.zavora.adapter.provider.http.ReplyAssembler;
import ai.zavora.adapter.provider.http.StreamEvent;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Puts a reply together from the chunks of a streamed generateContent answer. */
final class GeminiAssembler implements ReplyAssembler {
    private final Failures failures;
    private final GeminiParts parts;
    private String model;
    private String finishReason = "";
    private String blockReason = "";
    private Usage usage = Usage.NONE;

    /**
     * @param model the model asked for, until the stream names the one that answers
     * @param callIds makes an id, unique within the session, for a call that comes without
     */
    GeminiAssembler(String model, Supplier<String> callIds, Failures failures) {
        this.model = model;
        this.failures = failures;
        this.parts = new GeminiParts(callIds);
    }

    /** Never says complete: the stream has no closing event, and some servers name a finish reason in every chunk. */
    @Override
    public boolean accept(StreamEvent event, Consumer<ModelDelta> onDelta) throws JsonException {
        var data = Json.parseObject(event.data());
        if (data.get("error").isPresent()) {
            throw failures.of(GeminiErrors.inStream(data), Optional.of(data));
        }
        data.string("modelVersion").ifPresent(name -> model = name);
        data.object("promptFeedback")
                .flatMap(feedback -> feedback.string("blockReason"))
                .ifPresent(reason -> blockReason = reason);
        data.object("usageMetadata").ifPresent(counts -> usage = usage(counts));
        for (var candidate : data.array("candidates")) {
            // one answer is asked for; were there more, they would have other indexes
            if (candidate instanceof JsonValue.Obj object
                    && object.integer("index").orElse(0) == 0) {
                take(object, onDelta);
            }
        }
        return false;
    }

    private void take(JsonValue.Obj candidate, Consumer<ModelDelta> onDelta) throws JsonException {
        candidate.string("finishReason").ifPresent(reason -> finishReason = reason);
        var content = candidate.object("content").orElse(JsonValue.Obj.EMPTY);
        for (var part : content.array("parts")) {
            if (!(part instanceof JsonValue.Obj object)) {
                throw new JsonException("a part of the answer is no object");
            }
            parts.add(object, onDelta);
        }
    }

    /** Prompt tokens include cached ones; thoughts are counted apart from the answer. */
    private static Usage usage(JsonValue.Obj counts) {
        var cached = Math.max(0, counts.integer("cachedContentTokenCount").orElse(0));
        var prompt = counts.integer("promptTokenCount").orElse(0)
                + counts.integer("toolUsePromptTokenCount").orElse(0);
        return new Usage(
                prompt - cached,
                cached,
                0,
                counts.integer("candidatesTokenCount").orElse(0),
                counts.integer("thoughtsTokenCount").orElse(0));
    }

    @Override
    public ModelReply finish() {
        var found = parts.finish();
        if (found.isEmpty() && !blockReason.isEmpty()) {
            throw failures.of(Reason.CONTENT_FILTER, Optional.empty());
        }
        if (finishReason.isEmpty()) {
            throw failures.of(Reason.STREAM_BROKEN, Optional.empty());
        }
        var stop = stopReason();
        if (found.isEmpty() && stop == StopReason.CONTENT_FILTER) {
            throw failures.of(Reason.CONTENT_FILTER, Optional.empty());
        }
        return new ModelReply(found, stop, usage, model);
    }

    private StopReason stopReason() {
        return switch (finishReason) {
            case "STOP" -> parts.hasCalls() ? StopReason.TOOL_USE : StopReason.COMPLETE;
            case "MAX_TOKENS" -> StopReason.MAX_TOKENS;
            case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "IMAGE_SAFETY" ->
                StopReason.CONTENT_FILTER;
            // "OTHER", and calls that the API could not read or did not expect
            default -> StopReason.OTHER;
        };
    }
}

package ai.zavora.surface.server.completions;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.surface.server.openapi.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The documents of one chat completion.
 *
 * @param id names it
 * @param created when it was asked for
 * @param model what answers
 */
public record Completion(String id, Instant created, String model) {
    /** What a whole one looks like. */
    public static final JsonValue.Obj SCHEMA = Schema.object()
            .must("id", Schema.text())
            .must("object", Schema.choice("chat.completion"))
            .must("created", Schema.whole(0))
            .must("model", Schema.text())
            .must("choices", Schema.list(choice()))
            .must("usage", Schema.anyObject())
            .build();

    private static JsonValue.Obj choice() {
        return Schema.object()
                .must("index", Schema.whole(0, 0))
                .must(
                        "message",
                        Schema.object()
                                .must("role", Schema.choice("assistant"))
                                .must("content", Schema.text())
                                .must("refusal", Schema.orNull(Schema.text()))
                                .build())
                .must("logprobs", Schema.orNull(Schema.anyObject()))
                .must("finish_reason", Schema.choice("stop", "length", "content_filter"))
                .build();
    }

    /** The whole answer. */
    JsonValue.Obj whole(String text, StopReason stopReason, Usage usage) {
        var message =
                JsonValue.object().put("role", "assistant").put("content", text).put("refusal", JsonValue.Null.NULL);
        return head("chat.completion")
                .put("choices", choices("message", message.build(), Optional.of(stopReason)))
                .put("usage", usage(usage))
                .build();
    }

    /** The chunk that says who speaks. */
    JsonValue.ObjectBuilder beginning() {
        return chunk(
                JsonValue.object().put("role", "assistant").put("content", "").build(), Optional.empty());
    }

    /** The chunk with a piece of the answer. */
    JsonValue.ObjectBuilder piece(String text) {
        return chunk(JsonValue.object().put("content", text).build(), Optional.empty());
    }

    /** The chunk that says why no more comes. */
    JsonValue.ObjectBuilder ending(StopReason reason) {
        return chunk(JsonValue.Obj.EMPTY, Optional.of(reason));
    }

    /** The chunk that tells the tokens. */
    JsonValue.ObjectBuilder tokens(Usage usage) {
        return head("chat.completion.chunk")
                .put("choices", JsonValue.array(List.of()))
                .put("usage", usage(usage));
    }

    private JsonValue.ObjectBuilder chunk(JsonValue.Obj delta, Optional<StopReason> reason) {
        return head("chat.completion.chunk").put("choices", choices("delta", delta, reason));
    }

    private JsonValue.ObjectBuilder head(String object) {
        return JsonValue.object()
                .put("id", id)
                .put("object", object)
                .put("created", created.getEpochSecond())
                .put("model", model);
    }

    private static JsonValue choices(String name, JsonValue.Obj said, Optional<StopReason> reason) {
        return JsonValue.array(List.of(JsonValue.object()
                .put("index", 0)
                .put(name, said)
                .put("logprobs", JsonValue.Null.NULL)
                .putOrNull("finish_reason", reason.map(Completion::finishReason))
                .build()));
    }

    private static String finishReason(StopReason reason) {
        return switch (reason) {
            case COMPLETE, TOOL_USE -> "stop";
            // the API has no word of its own for an answer that was broken off
            case MAX_TOKENS, OTHER -> "length";
            case CONTENT_FILTER -> "content_filter";
        };
    }

    private static JsonValue usage(Usage usage) {
        return JsonValue.object()
                .put("prompt_tokens", usage.sentTokens())
                .put("completion_tokens", usage.generatedTokens())
                .put("total_tokens", usage.total())
                .put(
                        "prompt_tokens_details",
                        JsonValue.object()
                                .put("cached_tokens", usage.cacheReadTokens())
                                .build())
                .put(
                        "completion_tokens_details",
                        JsonValue.object()
                                .put("reasoning_tokens", usage.reasoningTokens())
                                .build())
                .build();
    }
}

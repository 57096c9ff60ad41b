package ai.zavora.base.protocol.headless;

import ai.zavora.base.json.JsonValue;

/**
 * The figures of a finished run.
 *
 * @param durationMillis from the start of the command to its answer
 * @param responseChars characters (Unicode code points) of the answer
 * @param toolCalls tool calls the model asked for
 * @param inputTokens tokens of all prompts, cached ones included
 * @param outputTokens tokens of all replies, reasoning included
 */
public record RunStats(long durationMillis, long responseChars, int toolCalls, long inputTokens, long outputTokens) {

    /** The {@code stats} object of the protocol. */
    public JsonValue.Obj toJson() {
        return JsonValue.object()
                .put("duration_ms", durationMillis)
                .put("response_chars", responseChars)
                .put("tool_calls", toolCalls)
                .put("input_tokens", inputTokens)
                .put("output_tokens", outputTokens)
                .build();
    }
}

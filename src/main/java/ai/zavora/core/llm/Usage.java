package ai.zavora.core.llm;

/**
 * Tokens of one or more replies, as the provider counted them. The kinds do not overlap: {@code inputTokens} excludes
 * cached ones and {@code outputTokens} excludes reasoning. A kind the provider does not report is 0.
 */
public record Usage(
        long inputTokens, long cacheReadTokens, long cacheWriteTokens, long outputTokens, long reasoningTokens) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    /** All tokens together. */
    public long total() {
        return inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens + reasoningTokens;
    }

    public Usage plus(Usage other) {
        return new Usage(
                inputTokens + other.inputTokens,
                cacheReadTokens + other.cacheReadTokens,
                cacheWriteTokens + other.cacheWriteTokens,
                outputTokens + other.outputTokens,
                reasoningTokens + other.reasoningTokens);
    }
}

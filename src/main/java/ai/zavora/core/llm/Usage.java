package ai.zavora.core.llm;

/**
 * Tokens of one or more replies, as the provider counted them. The kinds do not overlap: {@code inputTokens} excludes
 * cached ones and {@code outputTokens} excludes reasoning. A kind the provider does not report is 0, and so is one of which
 * it reports fewer.
 */
public record Usage(
        long inputTokens, long cacheReadTokens, long cacheWriteTokens, long outputTokens, long reasoningTokens) {
    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);

    public Usage {
        inputTokens = Math.max(0, inputTokens);
        cacheReadTokens = Math.max(0, cacheReadTokens);
        cacheWriteTokens = Math.max(0, cacheWriteTokens);
        outputTokens = Math.max(0, outputTokens);
        reasoningTokens = Math.max(0, reasoningTokens);
    }

    /** Tokens of what the model was sent, cached ones too; {@link Long#MAX_VALUE} where they are more. */
    public long sentTokens() {
        return sum(inputTokens, sum(cacheReadTokens, cacheWriteTokens));
    }

    /** Tokens that the model made, its reasoning too; {@link Long#MAX_VALUE} where they are more. */
    public long generatedTokens() {
        return sum(outputTokens, reasoningTokens);
    }

    /** All tokens together; {@link Long#MAX_VALUE} where they are more. */
    public long total() {
        return sum(sentTokens(), generatedTokens());
    }

    /** Both together; {@link Long#MAX_VALUE} of a kind of which there are more, as only a provider or file that errs has. */
    public Usage plus(Usage other) {
        return new Usage(
                sum(inputTokens, other.inputTokens),
                sum(cacheReadTokens, other.cacheReadTokens),
                sum(cacheWriteTokens, other.cacheWriteTokens),
                sum(outputTokens, other.outputTokens),
                sum(reasoningTokens, other.reasoningTokens));
    }

    private static long sum(long a, long b) {
        var sum = a + b;
        return a > 0 && b > 0 && sum < 0 ? Long.MAX_VALUE : sum;
    }
}

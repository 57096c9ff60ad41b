package ai.zavora.core.agent;

import ai.zavora.core.llm.TokenEstimate;

/**
 * How much of a conversation a model can be shown.
 *
 * @param windowTokens what prompt and answer may have together; at least 1
 * @param threshold the share of it, 0 to 1, at which older turns are summarised
 */
public record ContextBudget(long windowTokens, double threshold) {
    public ContextBudget {
        if (windowTokens < 1 || threshold < 0 || threshold > 1) {
            throw new IllegalArgumentException(windowTokens + " tokens, threshold " + threshold);
        }
    }

    /** How many tokens a conversation may have before older turns are summarised. */
    long limit() {
        return (long) (windowTokens * threshold);
    }

    /**
     * How many bytes of UTF-8 of a conversation one request for a summary may hold: three quarters of the window, whatever
     * the threshold, so that instruction and summary have room beside them.
     */
    long summarised() {
        return Math.max(1, windowTokens * 3 / 4 * TokenEstimate.BYTES_PER_TOKEN);
    }
}

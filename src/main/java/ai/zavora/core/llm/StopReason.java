package ai.zavora.core.llm;

/** Why a model ended its reply. */
public enum StopReason {
    /** It had said what it wanted to say. */
    COMPLETE,
    /** It waits for tool outputs. */
    TOOL_USE,
    /** It reached the output limit; the text is cut. */
    MAX_TOKENS,
    /** A filter of the provider cut the reply. */
    CONTENT_FILTER,
    /** The provider broke it off for another reason, such as a fault of its own. */
    OTHER;

    /** Whether the reply may lack its end. */
    public boolean isCutOff() {
        return switch (this) {
            case MAX_TOKENS, CONTENT_FILTER, OTHER -> true;
            case COMPLETE, TOOL_USE -> false;
        };
    }
}

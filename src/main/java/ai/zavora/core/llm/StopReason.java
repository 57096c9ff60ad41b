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
    /** The provider gave another reason, or none. */
    OTHER;

    /** Whether the reply may lack its end. */
    public boolean isCutOff() {
        return switch (this) {
            case MAX_TOKENS, CONTENT_FILTER -> true;
            case COMPLETE, TOOL_USE, OTHER -> false;
        };
    }
}

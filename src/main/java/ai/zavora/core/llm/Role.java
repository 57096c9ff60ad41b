package ai.zavora.core.llm;

/** Who speaks in a {@link Message}. System text is not a message: it travels in {@link ModelRequest#system()}. */
public enum Role {
    USER,
    ASSISTANT,
    /** Carries {@link Part.ToolOutput}s and nothing else. */
    TOOL
}

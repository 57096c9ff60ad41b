package ai.zavora.core.policy;

/** How much a person wants to be asked. */
public enum ConfirmationMode {
    /** Only what leaves the machine, or cannot be taken apart, is asked about. */
    NEVER,
    /** Whatever is more than reading is asked about. */
    MCP_ONLY,
    /** Everything is asked about. */
    ALWAYS
}

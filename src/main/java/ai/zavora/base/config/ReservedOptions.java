package ai.zavora.base.config;

import java.util.List;

/** Options whose capability is not built yet: they are checked and shown, so that a profile may already hold them. */
final class ReservedOptions {

    static final Option AGENT = reserved("agent").notInProfiles().help("The agent of the agent catalogue to act as.");
    static final Option TOOL_RETRY_ATTEMPTS = reserved("tool_retry_attempts")
            .type(OptionType.Whole.atLeast(1))
            .fallback("2")
            .help("How often a connection to a tool server is tried.");
    static final Option TOOL_RETRY_DELAY = reserved("tool_retry_delay_ms")
            .type(OptionType.Whole.atLeast(0))
            .fallback("500")
            .help("Milliseconds between two of these tries.");
    static final Option RETRIEVAL_BACKEND = reserved("retrieval_backend")
            .type(OptionType.Choice.of("disabled", "local", "semantic"))
            .fallback("disabled")
            .help("How passages of documents are found for a prompt.");
    static final Option RETRIEVAL_DOC_PATH = reserved("retrieval_doc_path")
            .type(new OptionType.FilePath())
            .help("The document or folder passages are taken from.");
    static final Option RETRIEVAL_MAX_CHUNKS = reserved("retrieval_max_chunks")
            .type(OptionType.Whole.atLeast(1))
            .fallback("3")
            .help("How many passages are added at most.");
    static final Option RETRIEVAL_MAX_CHARS = reserved("retrieval_max_chars")
            .type(OptionType.Whole.atLeast(256))
            .fallback("4000")
            .help("How many characters of passages are added at most.");
    static final Option RETRIEVAL_MIN_SCORE = reserved("retrieval_min_score")
            .type(OptionType.Whole.atLeast(0))
            .fallback("1")
            .help("The score a passage needs.");
    static final Option COMPACTION_TARGET = reserved("compaction_target")
            .flags()
            .variables()
            .type(new OptionType.Decimal(0, 1))
            .fallback("0.10")
            .help("The share of the context window a summary aims at.");
    static final Option MCP_SERVERS = reserved("mcp_servers")
            .flags()
            .variables()
            .type(new OptionType.Tables(OptionType.Tables.Shape.SEVERAL))
            .help("Servers of further tools; each needs a name.");
    static final Option PERMISSION_RULES = reserved("permission_rules")
            .flags()
            .variables()
            .type(new OptionType.Tables(OptionType.Tables.Shape.ONE))
            .help("Patterns of tool calls in always_allow, always_ask and always_deny.");
    static final Option LOG_FILTER = reserved("log_filter")
            .variables("RUST_LOG")
            .notInProfiles()
            .fallback("error")
            .help("Which diagnostic messages are logged.");

    static final List<Option> ALL = List.of(
            AGENT,
            TOOL_RETRY_ATTEMPTS,
            TOOL_RETRY_DELAY,
            RETRIEVAL_BACKEND,
            RETRIEVAL_DOC_PATH,
            RETRIEVAL_MAX_CHUNKS,
            RETRIEVAL_MAX_CHARS,
            RETRIEVAL_MIN_SCORE,
            COMPACTION_TARGET,
            MCP_SERVERS,
            PERMISSION_RULES,
            LOG_FILTER);

    private ReservedOptions() {}

    private static Option.Builder reserved(String name) {
        return Option.named(name, OptionGroup.RESERVED);
    }
}

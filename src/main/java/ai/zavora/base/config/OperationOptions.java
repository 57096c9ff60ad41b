package ai.zavora.base.config;

import java.util.List;

/** Options of what surrounds the model: sessions, tools, telemetry. */
final class OperationOptions {

    static final Option APP_NAME = Option.named("app_name", OptionGroup.SESSION)
            .type(new OptionType.Name())
            .fallback("zavora-cli")
            .help("The application sessions belong to.");
    static final Option USER_ID = Option.named("user_id", OptionGroup.SESSION)
            .type(new OptionType.Name())
            .fallback("local-user")
            .help("The user sessions belong to.");
    static final Option SESSION_ID = Option.named("session_id", OptionGroup.SESSION)
            .type(new OptionType.Name())
            .fallback("default-session")
            .help("The conversation to continue or to begin.");
    static final Option SESSION_BACKEND = Option.named("session_backend", OptionGroup.SESSION)
            .type(OptionType.Choice.of("memory", "sqlite"))
            .fallback("memory")
            .help("Where conversations are kept: memory until the program ends, or sqlite in a file.");
    static final Option SESSION_DB_URL = Option.named("session_db_url", OptionGroup.SESSION)
            .fallback("sqlite://.zavora/sessions.db")
            .help("The database of the sqlite backend, sqlite://PATH; ?mode=rwc or ?mode=rw may follow.");
    static final Option SESSION_LEASE = Option.named("session_lease_patience_secs", OptionGroup.SESSION)
            .type(OptionType.Whole.atLeast(0))
            .fallback("30")
            .help("Seconds to wait while another run is using the same conversation.");

    static final Option CONFIRMATION_MODE = Option.named("tool_confirmation_mode", OptionGroup.TOOLS)
            .type(OptionType.Choice.of("never", "mcp-only", "always"))
            .fallback("mcp-only")
            .help("Which tools need approval before they run.");
    static final Option REQUIRE_CONFIRM = Option.named("require_confirm_tool", OptionGroup.TOOLS)
            .type(new OptionType.Texts())
            .help("A tool that needs approval whatever the mode. May be repeated.");
    static final Option APPROVE = Option.named("approve_tool", OptionGroup.TOOLS)
            .type(new OptionType.Texts())
            .help("A tool that is approved beforehand. May be repeated.");
    static final Option ALWAYS_APPROVE = Option.named("always_approve", OptionGroup.TOOLS)
            .flags("--yolo", "--always-approve")
            .variables()
            .notInProfiles()
            .type(new OptionType.Switch())
            .fallback("false")
            .help("Approves every available tool for this process. For disposable environments only.");
    static final Option TOOL_TIMEOUT = Option.named("tool_timeout_secs", OptionGroup.TOOLS)
            .type(OptionType.Whole.atLeast(1))
            .fallback("45")
            .help("Seconds one tool call may take.");

    static final Option TELEMETRY_ENABLED = Option.named("telemetry_enabled", OptionGroup.TELEMETRY)
            .type(new OptionType.Bool())
            .fallback("true")
            .help("Whether events of operation are written to a local file, and sent to a collector where one is set.");
    static final Option TELEMETRY_PATH = Option.named("telemetry_path", OptionGroup.TELEMETRY)
            .type(new OptionType.FilePath())
            .fallback(".zavora/telemetry/events.jsonl")
            .help("The file of the events, one JSON object per line.");

    static final Option TELEMETRY_CONTENT = Option.named("telemetry_capture_content", OptionGroup.TELEMETRY)
            .flags()
            .notInProfiles()
            .type(new OptionType.Bool())
            .fallback("false")
            .help("Whether events also hold prompts, answers, and the arguments and outputs of tools, each cut at a"
                    + " bound. Keys and headers the program uses are never added. What somebody writes into a prompt"
                    + " is recorded as it is, but for words that are keys by their looks.");

    static final List<Option> ALL = List.of(
            APP_NAME,
            USER_ID,
            SESSION_ID,
            SESSION_BACKEND,
            SESSION_DB_URL,
            SESSION_LEASE,
            CONFIRMATION_MODE,
            REQUIRE_CONFIRM,
            APPROVE,
            ALWAYS_APPROVE,
            TOOL_TIMEOUT,
            TELEMETRY_ENABLED,
            TELEMETRY_PATH,
            TELEMETRY_CONTENT);

    private OperationOptions() {}
}

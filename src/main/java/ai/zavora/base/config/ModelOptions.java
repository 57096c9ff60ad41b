package ai.zavora.base.config;

import java.util.List;

/** Options of the models: which, and how long and how much. */
final class ModelOptions {

    private static final OptionType PROVIDERS =
            OptionType.Choice.of("auto", "gemini", "openai", "anthropic", "deepseek", "groq", "ollama", "local");

    static final Option PROVIDER = Option.named("provider", OptionGroup.MODEL)
            .type(PROVIDERS)
            .fallback("auto")
            .help("Where the model runs. auto takes the first provider with a credential, then a reachable Ollama, then"
                    + " an installed local model.");

    static final Option MODEL = Option.named("model", OptionGroup.MODEL)
            .help("The model, as its provider spells it; for the local provider also the path of a GGUF file. Without"
                    + " it the provider's default is used.");

    static final Option WORKER_PROVIDER = Option.named("worker_provider", OptionGroup.MODEL)
            .type(PROVIDERS)
            .help("Like --provider, for the working model alone; goes before --provider of the same layer.");

    static final Option WORKER_MODEL = Option.named("worker_model", OptionGroup.MODEL)
            .help("Like --model, for the working model alone; goes before --model of the same layer.");

    static final Option PLANNER_PROVIDER = Option.named("planner_provider", OptionGroup.MODEL)
            .type(PROVIDERS)
            .help("The provider of the planning model. Without it the working model's provider plans.");

    static final Option PLANNER_MODEL = Option.named("planner_model", OptionGroup.MODEL)
            .help("The planning model. Without it the default of its provider is used.");

    static final Option PLANNER_CALL_BUDGET = Option.named("planner_call_budget", OptionGroup.MODEL)
            .type(OptionType.Whole.atLeast(1))
            .fallback("4")
            .help("How often the planner may be called in one process.");

    static final Option OPENAI_API = Option.named("openai_api", OptionGroup.MODEL)
            .type(OptionType.Choice.of("auto", "chat", "responses"))
            .fallback("auto")
            .help("The protocol spoken to OpenAI. auto takes responses at OpenAI's own address and chat completions at"
                    + " any other.");

    static final Option MAX_PROMPT_CHARS = Option.named("max_prompt_chars", OptionGroup.LIMITS)
            .type(OptionType.Whole.atLeast(1))
            .help("Longest prompt in characters. Without it the model's context window is the limit.");

    static final Option MAX_OUTPUT_TOKENS = Option.named("max_output_tokens", OptionGroup.LIMITS)
            .type(OptionType.Whole.atLeast(1))
            .help("Longest answer in tokens. Without it the provider decides.");

    static final Option COMPACTION_THRESHOLD = Option.named("compaction_threshold", OptionGroup.LIMITS)
            .flags()
            .variables()
            .type(new OptionType.Decimal(0, 1))
            .fallback("0.75")
            .help("The share of the context window at which older turns are summarised.");

    static final Option CONNECT_TIMEOUT = Option.named("model_connect_timeout_secs", OptionGroup.LIMITS)
            .type(OptionType.Whole.atLeast(1))
            .fallback("10")
            .help("Seconds to wait for a connection to a model.");

    static final Option FIRST_EVENT_TIMEOUT = Option.named("model_first_event_timeout_secs", OptionGroup.LIMITS)
            .type(OptionType.Whole.atLeast(1))
            .fallback("120")
            .help("Seconds to wait for the first event of an answer.");

    static final Option SILENCE_TIMEOUT = Option.named("model_silence_timeout_secs", OptionGroup.LIMITS)
            .type(OptionType.Whole.atLeast(1))
            .fallback("60")
            .help("Seconds to wait between two events of an answer.");

    static final Option TOTAL_TIMEOUT = Option.named("model_total_timeout_secs", OptionGroup.LIMITS)
            .type(OptionType.Whole.atLeast(1))
            .fallback("600")
            .help("Seconds for one model request as a whole.");

    static final Option ATTEMPTS = Option.named("model_attempts", OptionGroup.LIMITS)
            .type(new OptionType.Whole(1, 100))
            .fallback("4")
            .help("How often one model request is sent at most, the first time included.");

    static final Option RETRY_TOTAL = Option.named("model_retry_total_secs", OptionGroup.LIMITS)
            .type(OptionType.Whole.atLeast(1))
            .fallback("60")
            .help("Seconds for all attempts and the pauses between them, until an answer begins.");

    static final List<Option> ALL = List.of(
            PROVIDER,
            MODEL,
            WORKER_PROVIDER,
            WORKER_MODEL,
            PLANNER_PROVIDER,
            PLANNER_MODEL,
            PLANNER_CALL_BUDGET,
            OPENAI_API,
            MAX_PROMPT_CHARS,
            MAX_OUTPUT_TOKENS,
            COMPACTION_THRESHOLD,
            CONNECT_TIMEOUT,
            FIRST_EVENT_TIMEOUT,
            SILENCE_TIMEOUT,
            TOTAL_TIMEOUT,
            ATTEMPTS,
            RETRY_TOTAL);

    private ModelOptions() {}
}

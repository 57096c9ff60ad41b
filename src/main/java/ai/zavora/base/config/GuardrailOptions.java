package ai.zavora.base.config;

import java.util.List;

/** Options of what is watched for on the way to a model and back. */
final class GuardrailOptions {
    private static final OptionType MODES = OptionType.Choice.of("disabled", "observe", "block", "redact");

    static final Option INPUT = guardrail("guardrail_input_mode")
            .type(MODES)
            .fallback("disabled")
            .help("What happens to prompts and tool results that hold sensitive terms, personal data or secrets.");
    static final Option OUTPUT = guardrail("guardrail_output_mode")
            .type(MODES)
            .fallback("disabled")
            .help(
                    "What happens to answers and tool arguments that hold them. block shows an answer only when it is complete.");
    static final Option TERMS = guardrail("guardrail_terms")
            .flags("--guardrail-term")
            .variables("ZAVORA_GUARDRAIL_TERM")
            .type(new OptionType.Texts())
            .fallback("password\nsecret\napi key\napi_key\nprivate key\naccess token\nssn\nsocial security")
            .help("A sensitive term, found as a whole word in any spelling. May be repeated.");
    static final Option REPLACEMENT = guardrail("guardrail_redact_replacement")
            .fallback("[REDACTED]")
            .help("What a redacted term is replaced by.");
    static final List<Option> ALL = List.of(INPUT, OUTPUT, TERMS, REPLACEMENT);

    private GuardrailOptions() {}

    private static Option.Builder guardrail(String name) {
        return Option.named(name, OptionGroup.GUARDRAIL);
    }
}

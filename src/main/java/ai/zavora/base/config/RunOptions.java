package ai.zavora.base.config;

import java.util.List;
import java.util.Map;

/** Options of one run: what goes in, what comes out, and which profile applies. */
final class RunOptions {

    static final Option OUTPUT_FORMAT = Option.named("output_format", OptionGroup.INPUT)
            .flags("-o", "--output-format")
            .notInProfiles()
            .type(new OptionType.Choice(
                    List.of("text", "json", "stream-json"),
                    Map.of("jsonl", "stream-json", "streaming-json", "stream-json")))
            .fallback("text")
            .help(
                    "How results are printed: text for people, json for one object, stream-json for one object per event.");

    static final Option FILES = Option.named("file", OptionGroup.INPUT)
            .flags("-f", "--file")
            .variables()
            .notInProfiles()
            .type(new OptionType.Texts())
            .help("Adds the text of a file to the prompt. May be repeated.");

    static final Option STDIN = Option.named("stdin", OptionGroup.INPUT)
            .variables()
            .notInProfiles()
            .type(new OptionType.Switch())
            .fallback("false")
            .help("Adds standard input to the prompt, even when it is a terminal.");

    static final Option NO_STDIN = Option.named("no_stdin", OptionGroup.INPUT)
            .variables()
            .notInProfiles()
            .type(new OptionType.Switch())
            .fallback("false")
            .help("Leaves standard input alone, even when it is not a terminal.");

    static final Option PROFILE = Option.named("profile", OptionGroup.PROFILE)
            .notInProfiles()
            .fallback("default")
            .help("The profile of the configuration file to use.");

    static final Option CONFIG_PATH = Option.named("config_path", OptionGroup.PROFILE)
            .variables("ZAVORA_CONFIG")
            .notInProfiles()
            .type(new OptionType.FilePath())
            .fallback(".zavora/config.toml")
            .help("The configuration file.");

    static final Option SHOW_SENSITIVE = Option.named("show_sensitive_config", OptionGroup.PROFILE)
            .notInProfiles()
            .type(new OptionType.Switch())
            .fallback("false")
            .help("Shows database addresses in full, in results and in errors. Keys are never shown.");

    static final List<Option> ALL =
            List.of(OUTPUT_FORMAT, FILES, STDIN, NO_STDIN, PROFILE, CONFIG_PATH, SHOW_SENSITIVE);

    private RunOptions() {}
}

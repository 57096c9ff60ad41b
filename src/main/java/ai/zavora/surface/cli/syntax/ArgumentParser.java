package ai.zavora.surface.cli.syntax;

import ai.zavora.base.config.BadValueException;
import ai.zavora.base.config.Option;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.OptionValues;
import ai.zavora.base.config.Options;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.KeyLike;
import ai.zavora.base.text.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Reads the command line of one command: every general option, the command's own, and its words. */
public final class ArgumentParser {
    private static final List<String> PROGRAM_SWITCHES = List.of(Arguments.HELP, Arguments.VERSION);

    /** What no argument of a process can be. */
    private static final String END_OF_OPTIONS = "\0";

    private static final Option FILE = Options.ofFlag("--file").orElseThrow();

    private final CommandSyntax syntax;
    private final CommandSpec spec;
    private final Map<Option, OptionSpec> options = new LinkedHashMap<>();

    public ArgumentParser(CommandSyntax syntax) {
        this.syntax = syntax;
        this.spec = CommandSpec.create();
        spec.parser()
                .overwrittenOptionsAllowed(true)
                .posixClusteredShortOptionsAllowed(true)
                .allowOptionsAsOptionParameters(true)
                .trimQuotes(false);
        for (var option : Options.all()) {
            if (!option.names().flags().isEmpty()) {
                var itsSpec = specOf(option);
                options.put(option, itsSpec);
                spec.addOption(itsSpec);
            }
        }
        spec.addOption(switchSpec("-h", Arguments.HELP));
        spec.addOption(switchSpec("-V", Arguments.VERSION));
        for (var own : syntax.options()) {
            spec.addOption(
                    switch (own) {
                        case CommandSyntax.Switch itsSwitch -> switchSpec(itsSwitch.flag());
                        case CommandSyntax.Valued valued -> valuedSpec(valued.flag());
                    });
        }
        spec.addPositional(PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
    }

    private static OptionSpec specOf(Option option) {
        var flags = option.names().flags().toArray(String[]::new);
        return option.takesValue() ? valuedSpec(flags) : switchSpec(flags);
    }

    private static OptionSpec valuedSpec(String... flags) {
        return OptionSpec.builder(flags)
                .arity("1")
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build();
    }

    private static OptionSpec switchSpec(String... flags) {
        return OptionSpec.builder(flags).arity("0").type(boolean.class).build();
    }

    /**
     * Reads the words behind the command's name together with the options around it.
     *
     * @throws UsageException when an option is unknown, lacks its value or does not take it, or a word is too many
     */
    public Arguments parse(List<String> arguments) throws UsageException {
        requireValues(arguments);
        var commandLine = new CommandLine(spec).setExpandAtFiles(false).setEndOfOptionsDelimiter(END_OF_OPTIONS);
        CommandLine.ParseResult result;
        try {
            result = commandLine.parseArgs(delimited(arguments));
        } catch (CommandLine.UnmatchedArgumentException e) {
            throw unknown(e.getUnmatched().getFirst());
        } catch (CommandLine.ParameterException e) {
            throw refused(e, arguments);
        }
        var flags = new LinkedHashMap<Option, JsonValue>();
        for (var entry : options.entrySet()) {
            if (result.hasMatchedOption(entry.getValue())) {
                flags.put(entry.getKey(), value(entry.getKey(), entry.getValue()));
            }
        }
        var words = new ArrayList<String>();
        for (var word : spec.positionalParameters().getFirst().stringValues()) {
            words.add(word);
        }
        conflict(flags);
        return new Arguments(flags, switches(result), values(result), words);
    }

    /** The first {@code --} that stands alone ends the options; one behind {@code =} is the value of an option. */
    private static String[] delimited(List<String> arguments) {
        var words = new ArrayList<>(arguments);
        var end = words.indexOf("--");
        if (end >= 0) {
            words.set(end, END_OF_OPTIONS);
        }
        return words.toArray(String[]::new);
    }

    private Set<String> switches(CommandLine.ParseResult result) {
        var present = new HashSet<String>();
        for (var flag : PROGRAM_SWITCHES) {
            if (result.hasMatchedOption(flag)) {
                present.add(flag);
            }
        }
        for (var own : syntax.options()) {
            if (own instanceof CommandSyntax.Switch && result.hasMatchedOption(own.flag())) {
                present.add(own.flag());
            }
        }
        return present;
    }

    private Map<String, JsonValue> values(CommandLine.ParseResult result) throws UsageException {
        var values = new LinkedHashMap<String, JsonValue>();
        for (var own : syntax.options()) {
            if (own instanceof CommandSyntax.Valued valued && result.hasMatchedOption(valued.flag())) {
                var written = result.matchedOption(valued.flag()).stringValues().getLast();
                try {
                    values.put(valued.flag(), OptionValues.ofText(valued.type(), written));
                } catch (BadValueException e) {
                    throw new UsageException(valued.flag() + ": " + e.problem(), e.hint());
                }
            }
        }
        return values;
    }

    private static JsonValue value(Option option, OptionSpec itsSpec) throws UsageException {
        var written = itsSpec.stringValues();
        var flag = option.names().flags().getLast();
        try {
            if (option.type() instanceof OptionType.Texts) {
                return option.equals(FILE) ? paths(written) : OptionValues.items(written);
            }
            // repeated, the last one counts: scripts append to a line that already has the option
            return option.takesValue() ? OptionValues.ofText(option, written.getLast()) : JsonValue.of(true);
        } catch (BadValueException e) {
            throw new UsageException(flag + ": " + e.problem(), e.hint());
        }
    }

    /** Unlike other lists, each is meant: an empty one is a script's unset variable, and blanks may be part of a name. */
    private static JsonValue paths(List<String> written) throws BadValueException {
        var items = new ArrayList<JsonValue>();
        for (var path : written) {
            items.add(JsonValue.of(OptionValues.notBlank(path)));
        }
        return new JsonValue.Arr(items);
    }

    private static void conflict(Map<Option, JsonValue> flags) throws UsageException {
        if (flags.containsKey(Options.ofFlag("--stdin").orElseThrow())
                && flags.containsKey(Options.ofFlag("--no-stdin").orElseThrow())) {
            throw new UsageException(
                    "--stdin and --no-stdin exclude each other",
                    "Leave one of them out; without both, a pipe is read.");
        }
    }

    /** An option is no value of the one before it, whose own was forgotten; what is written with {@code =} is meant. */
    private void requireValues(List<String> arguments) throws UsageException {
        var words = arguments.iterator();
        while (words.hasNext()) {
            var word = words.next();
            if (word.equals("--")) {
                return;
            }
            var option = spec.optionsMap().get(word);
            if (option != null && option.arity().min() > 0 && words.hasNext() && isOption(words.next())) {
                throw lacksValue(option);
            }
        }
    }

    private boolean isOption(String word) {
        return word.equals("--") || spec.optionsMap().containsKey(word.split("=", 2)[0]);
    }

    private UsageException lacksValue(OptionSpec option) {
        var flag = option.longestName();
        return new UsageException(
                flag + " needs a value",
                Options.ofFlag(flag)
                        .map(known -> "Write " + flag + " " + known.placeholder() + ".")
                        .or(() -> ownPlaceholder(flag))
                        .orElse("Write the value behind it."));
    }

    private UsageException refused(CommandLine.ParameterException e, List<String> arguments) {
        if (e instanceof CommandLine.MissingParameterException missing
                && missing.getMissing().getFirst() instanceof OptionSpec option) {
            return lacksValue(option);
        }
        return arguments.stream()
                .filter(this::isSwitchWithValue)
                .findFirst()
                .map(word -> new UsageException(
                        word.substring(0, word.indexOf('=')) + " takes no value", "Write it alone, or leave it out."))
                .orElseGet(() -> new UsageException("the command line cannot be read", helpHint()));
    }

    private Optional<String> ownPlaceholder(String flag) {
        for (var own : syntax.options()) {
            if (own instanceof CommandSyntax.Valued valued && valued.flag().equals(flag)) {
                return Optional.of("Write " + flag + " <" + valued.placeholder() + ">.");
            }
        }
        return Optional.empty();
    }

    private boolean isSwitchWithValue(String word) {
        var option = word.indexOf('=') < 0 ? null : spec.findOption(word.substring(0, word.indexOf('=')));
        return option != null && option.arity().max() == 0;
    }

    private UsageException unknown(String word) {
        var flag = word.indexOf('=') > 0 ? word.substring(0, word.indexOf('=')) : word;
        var candidates = new ArrayList<>(Options.flags());
        candidates.addAll(PROGRAM_SWITCHES);
        for (var own : syntax.options()) {
            candidates.add(own.flag());
        }
        return new UsageException(
                "unknown option " + (KeyLike.test(withoutDashes(flag)) ? "that looks like a key" : "'" + flag + "'"),
                nearest(flag, candidates).orElse("A word that begins with a dash goes behind --. " + helpHint()));
    }

    private static String withoutDashes(String flag) {
        return flag.substring(flag.startsWith("--") ? 2 : 1);
    }

    private static Optional<String> nearest(String flag, List<String> candidates) {
        // every letter is near every other
        return flag.length() <= 2
                ? Optional.empty()
                : Nearest.to(flag, candidates).map(known -> "Did you mean '" + known + "'?");
    }

    private String helpHint() {
        return "See '" + ("zavora-cli " + syntax.path()).strip() + " --help'.";
    }
}

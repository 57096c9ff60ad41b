package ai.zavora.base.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One setting and all the ways to give it. The table of them, {@link Options}, is the only place a setting is declared:
 * flags, environment, profile keys, completion and the reference documentation come from it.
 *
 * @param name its name in results and documentation, in snake case
 * @param names how it is spelled in each layer
 * @param type the values it takes
 * @param fallback the built-in default as text, one line per item for a list; empty when there is none
 * @param help what it does, for people: one sentence or two, without the default
 * @param group the heading it is documented under
 */
public record Option(
        String name, Names names, OptionType type, Optional<String> fallback, String help, OptionGroup group) {

    /**
     * How an option is spelled.
     *
     * @param flags on the command line, the preferred long form last; empty when it has none
     * @param variables in the environment, the strongest first; empty when it has none
     * @param profileKey in a profile; empty when profiles may not set it
     */
    public record Names(List<String> flags, List<String> variables, Optional<String> profileKey) {
        public Names {
            flags = List.copyOf(flags);
            variables = List.copyOf(variables);
        }
    }

    public Option {
        requireNonNull(name, "name is null");
        requireNonNull(names, "names is null");
        requireNonNull(type, "type is null");
        requireNonNull(fallback, "fallback is null");
        requireNonNull(help, "help is null");
        requireNonNull(group, "group is null");
    }

    /** There is one option of a name. Written out, since what the compiler makes for records costs each start 20 ms. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Option option && name.equals(option.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Whether its flag is followed by a value. */
    public boolean takesValue() {
        return !(type instanceof OptionType.Switch);
    }

    /** What stands for the value in help texts, for example {@code <SECONDS>}. */
    public String placeholder() {
        return switch (type) {
            case OptionType.Choice choice -> "<" + String.join("|", choice.values()) + ">";
            case OptionType.Whole _ -> "<N>";
            case OptionType.Decimal _ -> "<X>";
            case OptionType.Bool _ -> "<true|false>";
            case OptionType.FilePath _ -> "<PATH>";
            case OptionType.Address _ -> "<URL>";
            case OptionType.Text _, OptionType.Name _, OptionType.Credential _, OptionType.Texts _ ->
                placeholderOfText();
            case OptionType.Switch _, OptionType.Tables _ -> "";
        };
    }

    private String placeholderOfText() {
        var word = name.substring(name.lastIndexOf('_') + 1).toUpperCase(Locale.ROOT);
        return name.equals("file") ? "<PATH>" : "<" + word + ">";
    }

    /**
     * Starts an option that has a flag, a variable and a profile key, all derived from its name: {@code tool_x} has
     * {@code --tool-x}, {@code ZAVORA_TOOL_X} and {@code tool_x}.
     */
    static Builder named(String name, OptionGroup group) {
        return new Builder(name, group);
    }

    /** Collects the parts of an option. */
    static final class Builder {
        private final String name;
        private final OptionGroup group;
        private OptionType type = new OptionType.Text();
        private List<String> flags;
        private List<String> variables;
        private Optional<String> profileKey;
        private Optional<String> fallback = Optional.empty();
        private String help = "";

        private Builder(String name, OptionGroup group) {
            this.name = name;
            this.group = group;
            this.flags = List.of("--" + name.replace('_', '-'));
            this.variables = List.of("ZAVORA_" + name.toUpperCase(Locale.ROOT));
            this.profileKey = Optional.of(name);
        }

        Builder type(OptionType itsType) {
            this.type = itsType;
            return this;
        }

        /** Takes the place of the derived flag; none at all when empty. */
        Builder flags(String... itsFlags) {
            this.flags = List.of(itsFlags);
            return this;
        }

        /** Takes the place of the derived variable; none at all when empty. */
        Builder variables(String... itsVariables) {
            this.variables = List.of(itsVariables);
            return this;
        }

        Builder notInProfiles() {
            this.profileKey = Optional.empty();
            return this;
        }

        Builder fallback(String itsFallback) {
            this.fallback = Optional.of(itsFallback);
            return this;
        }

        Option help(String itsHelp) {
            this.help = itsHelp;
            return new Option(name, new Names(flags, variables, profileKey), type, fallback, help, group);
        }
    }
}

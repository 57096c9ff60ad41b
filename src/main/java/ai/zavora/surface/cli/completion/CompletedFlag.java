package ai.zavora.surface.cli.completion;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.Options;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import java.util.ArrayList;
import java.util.List;

/**
 * An option as completion sees it.
 *
 * @param spellings all its flags, dashes included
 * @param values what its value is completed from
 * @param choices the words it takes, where {@code values} says so
 * @param meaning the first sentence of its help
 */
public record CompletedFlag(List<String> spellings, Values values, List<String> choices, String meaning) {

    /** What a value is completed from. */
    public enum Values {
        /** It takes none. */
        NONE,
        CHOICES,
        FILES,
        /** Anything; there is nothing to offer. */
        FREE
    }

    /** Every option that has a flag and an effect, and the two that belong to the program. */
    static List<CompletedFlag> all() {
        var flags = new ArrayList<CompletedFlag>();
        for (var option : Options.all()) {
            if (option.names().flags().isEmpty() || option.group().effect() == OptionGroup.Effect.LATER) {
                continue;
            }
            flags.add(new CompletedFlag(
                    option.names().flags(),
                    values(option.name(), option.type()),
                    choices(option.type()),
                    firstSentence(option.help())));
        }
        flags.add(new CompletedFlag(List.of("-h", "--help"), Values.NONE, List.of(), "Prints help"));
        flags.add(new CompletedFlag(List.of("-V", "--version"), Values.NONE, List.of(), "Prints the version"));
        return flags;
    }

    /** An option of one command. */
    public static CompletedFlag of(CommandSyntax.OwnOption own) {
        return switch (own) {
            case CommandSyntax.Switch(var flag, var help) ->
                new CompletedFlag(List.of(flag), Values.NONE, List.of(), firstSentence(help));
            case CommandSyntax.Valued(var flag, var _, var type, var help) ->
                new CompletedFlag(List.of(flag), values("", type), choices(type), firstSentence(help));
        };
    }

    private static String firstSentence(String help) {
        var end = help.indexOf(". ");
        return end < 0 ? help.substring(0, help.length() - 1) : help.substring(0, end);
    }

    private static Values values(String name, OptionType type) {
        return switch (type) {
            case OptionType.Switch _ -> Values.NONE;
            case OptionType.Choice _, OptionType.Bool _ -> Values.CHOICES;
            case OptionType.FilePath _ -> Values.FILES;
            case OptionType.Texts _ -> name.equals("file") ? Values.FILES : Values.FREE;
            case OptionType.Text _,
                    OptionType.Name _,
                    OptionType.Credential _,
                    OptionType.Address _,
                    OptionType.Whole _,
                    OptionType.Decimal _,
                    OptionType.Tables _ -> Values.FREE;
        };
    }

    private static List<String> choices(OptionType type) {
        return switch (type) {
            case OptionType.Choice choice -> choice.values();
            case OptionType.Bool _ -> List.of("true", "false");
            case OptionType.Text _,
                    OptionType.Name _,
                    OptionType.Credential _,
                    OptionType.FilePath _,
                    OptionType.Address _,
                    OptionType.Whole _,
                    OptionType.Decimal _,
                    OptionType.Switch _,
                    OptionType.Texts _,
                    OptionType.Tables _ -> List.of();
        };
    }

    boolean takesValue() {
        return values != Values.NONE;
    }
}

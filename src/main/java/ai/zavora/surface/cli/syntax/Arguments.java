package ai.zavora.surface.cli.syntax;

import ai.zavora.base.config.Option;
import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A command line that was understood.
 *
 * @param flags the general options, checked
 * @param switches the options of the command itself that are there and take no value, with their dashes
 * @param values the options of the command itself that take a value, by their flag, checked
 * @param words what is none of these, in order
 */
public record Arguments(
        Map<Option, JsonValue> flags, Set<String> switches, Map<String, JsonValue> values, List<String> words) {
    public static final String HELP = "--help";
    public static final String VERSION = "--version";

    public Arguments {
        flags = Map.copyOf(flags);
        switches = Set.copyOf(switches);
        values = Map.copyOf(values);
        words = List.copyOf(words);
    }

    /** Whether an option of the command that takes no value is there. */
    public boolean has(CommandSyntax.Switch option) {
        return switches.contains(option.flag());
    }

    /** The text of an option of the command; empty when it is not there. */
    public Optional<String> text(CommandSyntax.Valued option) {
        return Optional.ofNullable(values.get(option.flag())).map(value -> switch (value) {
            case JsonValue.Str(var text) -> text;
            case JsonValue.Num(var text) -> text;
            case JsonValue.Bool(var bool) -> Boolean.toString(bool);
            case JsonValue.Obj _, JsonValue.Arr _, JsonValue.Null _ -> "";
        });
    }

    /** The whole number of an option of the command; empty when it is not there. */
    public OptionalLong number(CommandSyntax.Valued option) {
        return values.get(option.flag()) instanceof JsonValue.Num number ? number.asLong() : OptionalLong.empty();
    }

    /** The number of an option of the command, whole or not; empty when it is not there. */
    public OptionalDouble decimal(CommandSyntax.Valued option) {
        return values.get(option.flag()) instanceof JsonValue.Num(var text)
                ? OptionalDouble.of(Double.parseDouble(text))
                : OptionalDouble.empty();
    }
}

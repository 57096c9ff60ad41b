package ai.zavora.surface.cli.syntax;

import ai.zavora.base.config.Option;
import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command line that was understood.
 *
 * @param flags the general options, checked
 * @param switches the options of the command itself that are there, with their dashes
 * @param words what is neither, in order
 */
public record Arguments(Map<Option, JsonValue> flags, Set<String> switches, List<String> words) {
    public static final String HELP = "--help";
    public static final String VERSION = "--version";

    public Arguments {
        flags = Map.copyOf(flags);
        switches = Set.copyOf(switches);
        words = List.copyOf(words);
    }
}

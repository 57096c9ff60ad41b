package ai.zavora.surface.cli.syntax;

import ai.zavora.base.config.OptionGroup;
import java.util.List;
import java.util.Set;

/**
 * What one command accepts and how it is explained.
 *
 * @param path the words that call it, for example {@code models pull}; empty for the program itself
 * @param description for people, paragraphs parted by blank lines
 * @param operands the words behind it
 * @param switches options of this command alone; none takes a value
 * @param groups the general options its help page explains; all others are accepted as well
 * @param examples for its help page
 */
public record CommandSyntax(
        String path,
        String description,
        List<Operand> operands,
        List<Switch> switches,
        Set<OptionGroup> groups,
        List<Example> examples) {
    public CommandSyntax {
        operands = List.copyOf(operands);
        switches = List.copyOf(switches);
        groups = Set.copyOf(groups);
        examples = List.copyOf(examples);
    }

    /**
     * A word behind the command.
     *
     * @param name in capitals, as it stands in the help
     * @param choices the words allowed; empty when any word is
     */
    public record Operand(String name, Count count, String help, List<String> choices) {
        public Operand {
            choices = List.copyOf(choices);
        }
    }

    /** How often an operand may stand. */
    public enum Count {
        ONCE,
        ANY
    }

    /** An option of one command that takes no value; spelled with its dashes. */
    public record Switch(String flag, String help) {}

    /**
     * A call as people make it.
     *
     * @param command the whole line
     * @param meaning what it does, a few words
     */
    public record Example(String command, String meaning) {}
}

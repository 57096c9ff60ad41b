package ai.zavora.surface.cli.syntax;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import java.util.List;
import java.util.Set;

/**
 * What one command accepts and how it is explained.
 *
 * @param path the words that call it, for example {@code models pull}; empty for the program itself
 * @param description for people, paragraphs parted by blank lines
 * @param operands the words behind it
 * @param options those of this command alone; no two commands use one flag with a value and without
 * @param groups the general options its help page explains; all others are accepted as well
 * @param examples for its help page
 */
public record CommandSyntax(
        String path,
        String description,
        List<Operand> operands,
        List<OwnOption> options,
        Set<OptionGroup> groups,
        List<Example> examples) {
    public CommandSyntax {
        operands = List.copyOf(operands);
        options = List.copyOf(options);
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
        AT_MOST_ONCE,
        AT_LEAST_ONCE,
        ANY
    }

    /** An option of one command; its flag is spelled with its dashes. */
    public sealed interface OwnOption {
        String flag();

        String help();
    }

    /** An option that takes no value. */
    public record Switch(String flag, String help) implements OwnOption {}

    /**
     * An option that takes one value.
     *
     * @param placeholder what stands for the value in the help, for example {@code N}
     * @param type the values it takes
     */
    public record Valued(String flag, String placeholder, OptionType type, String help) implements OwnOption {}

    /**
     * A call as people make it.
     *
     * @param command the whole line
     * @param meaning what it does, a few words
     */
    public record Example(String command, String meaning) {}
}

package ai.zavora.surface.cli.syntax;

import ai.zavora.base.config.Option;
import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.Options;
import java.util.List;
import java.util.Map;

/** The help page of a command, at most 80 columns wide where words allow. */
public final class HelpText {
    private static final int WIDTH = 80;
    /** Stands for a blank at which no line may end, until the line is set. */
    private static final char UNBROKEN = '\u00a0';

    private static final String INDENT = "  ";
    private static final String DEEP_INDENT = "          ";

    private final CommandSyntax syntax;
    private final Map<String, String> subcommands;
    private final StringBuilder text = new StringBuilder();

    /** @param subcommands name and summary of the commands below, in order */
    public HelpText(CommandSyntax syntax, Map<String, String> subcommands) {
        this.syntax = syntax;
        this.subcommands = subcommands;
    }

    /** The page; ends with a line feed. */
    public String page() {
        text.setLength(0);
        text.append("Usage: ").append(usage()).append("\n\n");
        paragraphs(syntax.description());
        commands();
        operands();
        options();
        examples();
        footer();
        return text.toString();
    }

    private String usage() {
        var line = new StringBuilder("zavora-cli");
        if (!syntax.path().isEmpty()) {
            line.append(' ').append(syntax.path());
        }
        line.append(" [OPTIONS]");
        if (!subcommands.isEmpty()) {
            line.append(" [COMMAND]");
        }
        for (var operand : syntax.operands()) {
            line.append(' ').append(label(operand));
        }
        return line.toString();
    }

    private static String label(CommandSyntax.Operand operand) {
        return switch (operand.count()) {
            case ONCE -> operand.name();
            case AT_MOST_ONCE -> "[" + operand.name() + "]";
            case AT_LEAST_ONCE -> operand.name() + "...";
            case ANY -> "[" + operand.name() + "]...";
        };
    }

    private void paragraphs(String description) {
        for (var paragraph : description.split("\n\n", -1)) {
            wrap("", paragraph);
            text.append('\n');
        }
    }

    private void commands() {
        if (subcommands.isEmpty()) {
            return;
        }
        var width = 0;
        for (var name : subcommands.keySet()) {
            width = Math.max(width, name.length());
        }
        text.append("Commands:\n");
        for (var entry : subcommands.entrySet()) {
            text.append(INDENT)
                    .append(entry.getKey())
                    .repeat(' ', width + 2 - entry.getKey().length())
                    .append(entry.getValue())
                    .append('\n');
        }
        text.append('\n');
    }

    private void operands() {
        if (syntax.operands().isEmpty()) {
            return;
        }
        text.append("Arguments:\n");
        for (var operand : syntax.operands()) {
            entry(label(operand), operand.help());
        }
        text.append('\n');
    }

    private void options() {
        if (!syntax.options().isEmpty()) {
            text.append("Options of this command:\n");
            for (var own : syntax.options()) {
                entry("    " + own.flag() + placeholder(own), own.help());
            }
            text.append('\n');
        }
        for (var group : OptionGroup.values()) {
            if (syntax.groups().contains(group) && hasFlags(group)) {
                text.append(group.title()).append(":\n");
                group(group);
                text.append('\n');
            }
        }
        text.append("Help:\n");
        entry("-h, " + Arguments.HELP, "Prints this page.");
        entry("-V, " + Arguments.VERSION, "Prints the version.");
        text.append('\n');
    }

    private static String placeholder(CommandSyntax.OwnOption own) {
        return switch (own) {
            case CommandSyntax.Switch _ -> "";
            case CommandSyntax.Valued valued -> " <" + valued.placeholder() + ">";
        };
    }

    private static boolean hasFlags(OptionGroup group) {
        for (var option : Options.all()) {
            if (option.group() == group && !option.names().flags().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void group(OptionGroup group) {
        for (var option : Options.all()) {
            if (option.group() == group && !option.names().flags().isEmpty()) {
                entry(flags(option), option.help() + notes(option));
            }
        }
    }

    private static String flags(Option option) {
        var flags = option.names().flags();
        var line = new StringBuilder(flags.getFirst().startsWith("--") ? "    " : "");
        line.append(String.join(", ", flags));
        if (option.takesValue()) {
            line.append(' ').append(option.placeholder());
        }
        return line.toString();
    }

    private static String notes(Option option) {
        var notes = new StringBuilder();
        var variables = option.names().variables();
        if (!variables.isEmpty()) {
            notes.append(" [env:")
                    .append(UNBROKEN)
                    .append(String.join("," + UNBROKEN, variables))
                    .append(']');
        }
        if (option.takesValue() && option.fallback().isPresent()) {
            notes.append(" [default:")
                    .append(UNBROKEN)
                    .append(option.fallback().get())
                    .append(']');
        }
        return notes.toString();
    }

    private void entry(String label, String help) {
        text.append(INDENT).append(label).append('\n');
        wrap(DEEP_INDENT, help);
    }

    private void examples() {
        if (syntax.examples().isEmpty()) {
            return;
        }
        text.append("Examples:\n");
        for (var example : syntax.examples()) {
            text.append(INDENT).append(example.command()).append('\n');
            wrap(DEEP_INDENT, example.meaning());
        }
    }

    private void footer() {
        text.append('\n');
        if (!syntax.groups().containsAll(List.of(OptionGroup.MODEL, OptionGroup.SESSION))) {
            wrap("", "All options of 'zavora-cli --help' are accepted here as well.");
        } else {
            wrap(
                    "",
                    "Switch the provider with --provider and the model with --model, or in a chat with /provider and"
                            + " /model; /help in a chat lists all that can be typed there.");
        }
    }

    private void wrap(String indent, String paragraph) {
        var column = 0;
        for (var word : paragraph.split("[ \n]+", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                text.append('\n');
                column = 0;
            }
            var shown = word.replace(UNBROKEN, ' ');
            if (column == 0) {
                text.append(indent).append(shown);
                column = indent.length() + word.length();
            } else {
                text.append(' ').append(shown);
                column += 1 + word.length();
            }
        }
        text.append('\n');
    }
}

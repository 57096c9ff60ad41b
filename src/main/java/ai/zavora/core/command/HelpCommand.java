package ai.zavora.core.command;

import java.util.ArrayList;
import java.util.List;

/** {@code /help}: what there is, or how one command is used. */
final class HelpCommand implements SlashCommand {
    private final SlashCommands commands;

    HelpCommand(SlashCommands commands) {
        this.commands = commands;
    }

    @Override
    public String name() {
        return "help";
    }

    @Override
    public List<String> aliases() {
        return List.of("?");
    }

    @Override
    public String arguments() {
        return "[COMMAND]";
    }

    @Override
    public String summary() {
        return "List the commands, or explain one";
    }

    @Override
    public List<String> candidates(ChatState state) {
        return commands.all().stream().map(SlashCommand::name).toList();
    }

    @Override
    public Outcome run(Arguments arguments, ChatState state) {
        return new Outcome.Text(arguments
                .value()
                .map(word -> word.startsWith("/") ? word.substring(1) : word)
                .map(word -> one(commands.find(word).orElseThrow(() -> commands.unknown(word))))
                .orElseGet(this::overview));
    }

    private static String one(SlashCommand command) {
        var text = new StringBuilder(usage(command)).append("\n\n").append(command.details());
        if (!command.aliases().isEmpty()) {
            text.append("\nAlso: ")
                    .append(String.join(
                            ", ",
                            command.aliases().stream().map(alias -> "/" + alias).toList()));
        }
        return text.toString();
    }

    private String overview() {
        var rows = new ArrayList<Words.Row>();
        commands.all().forEach(command -> rows.add(new Words.Row(usage(command), command.summary())));
        return "Commands\n" + Words.table(rows)
                + "\n\nAnything else goes to the model. /help COMMAND explains one command.";
    }

    private static String usage(SlashCommand command) {
        return ("/" + command.name() + " " + command.arguments()).strip();
    }
}

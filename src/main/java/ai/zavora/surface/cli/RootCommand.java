package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.text.KeyLike;
import ai.zavora.base.text.Nearest;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandWords;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The program as a command, and the list of all commands. */
final class RootCommand implements Command {

    /** Every command, in the order of the help. */
    static final List<CommandEntry> COMMANDS = List.of(
            new CommandEntry("ask", "Ask once and print the answer", AskCommand::new),
            new CommandEntry("chat", "Talk with the model, line by line", ChatCommand::new),
            new CommandEntry("setup", "Choose provider and model, and put the key away", SetupCommand::new),
            new CommandEntry("models", "Show models and providers; manage local models", ModelsCommand::new),
            new CommandEntry("profiles", "Show the profiles and what is in effect", ProfilesCommand::new),
            new CommandEntry("doctor", "Check that everything is well", DoctorCommand::new),
            new CommandEntry("sessions", "List, show, search, copy and remove sessions", SessionsCommand::new),
            new CommandEntry("telemetry", "Report on what the program recorded of itself", TelemetryCommand::new),
            new CommandEntry("eval", "Measure how good and how quick retrieval is", EvalCommand::new),
            new CommandEntry("perf", "Report on how fast and how large the program is over time", PerfCommand::new),
            new CommandEntry("server", "Serve the agent over HTTP", ServerCommand::new),
            new CommandEntry("migrate", "Import or upgrade the session database", MigrateCommand::new),
            new CommandEntry("completion", "Print the completion script of a shell", CompletionCommand::new));

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "",
                """
                An AI agent for the terminal and the server.

                Without a command it starts a chat on a terminal, and asks once when input is piped. Every option may \
                stand before or behind the command. Options beat environment variables, those beat the profile, and \
                the profile beats the defaults.""",
                List.of(),
                List.of(),
                OptionGroup.ofTurns(),
                List.of(
                        new Example("zavora-cli ask \"Explain this error\" -f build.log", "ask about a file"),
                        new Example("git diff | zavora-cli ask \"Review this\"", "ask about piped text"),
                        new Example("zavora-cli chat --provider anthropic", "talk with a provider's default model"),
                        new Example("zavora-cli --profile work models", "see what a profile leads to"),
                        new Example("zavora-cli ask -o json \"Say hello\"", "one JSON object for scripts")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return COMMANDS;
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        throw new IllegalStateException("the program is always called by one of its commands");
    }

    /**
     * A command that was found on the command line.
     *
     * @param path its words; empty when there were none
     * @param arguments what is left
     */
    record Found(Command command, List<String> path, List<String> arguments) {}

    /**
     * Finds the command a line asks for.
     *
     * @throws UsageException when it names none
     */
    static Found find(List<String> arguments) throws UsageException {
        var words = new CommandWords(arguments);
        Command command = new RootCommand();
        var path = new ArrayList<String>();
        while (!command.subcommands().isEmpty()) {
            var word = words.peek();
            if (word.isEmpty()) {
                break;
            }
            var entry = entry(command.subcommands(), word.get());
            if (entry.isEmpty()) {
                throw unknown(path, word.get(), command.subcommands());
            }
            words.take();
            path.add(word.get());
            command = entry.get().command().get();
        }
        return new Found(command, List.copyOf(path), words.rest());
    }

    private static Optional<CommandEntry> entry(List<CommandEntry> entries, String name) {
        for (var entry : entries) {
            if (entry.name().equals(name)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    private static UsageException unknown(List<String> path, String word, List<CommandEntry> entries) {
        var names = new ArrayList<String>();
        for (var entry : entries) {
            names.add(entry.name());
        }
        var where = path.isEmpty() ? "" : " of '" + String.join(" ", path) + "'";
        var hint = Nearest.to(word, names)
                .map(name -> "Did you mean '" + name + "'?")
                .orElse("The commands are " + String.join(", ", names) + ".");
        return new UsageException(
                KeyLike.test(word)
                        ? KeyLike.quoted(word) + " is no command" + where
                        : "unknown command '" + word + "'" + where,
                hint);
    }
}

package ai.zavora.core.command;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.Nearest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All slash commands, and how a typed line finds its own. Immutable. */
public final class SlashCommands {
    // a path such as /etc/hosts at the start of a question is not a command
    private static final Pattern COMMAND = Pattern.compile("/[\\p{L}\\p{N}_?-]*(\\s.*)?", Pattern.DOTALL);

    private final List<SlashCommand> all = List.of(
            new HelpCommand(this),
            new StatusCommand(),
            new UsageCommand(),
            new ModelsCommand(),
            new ProviderCommand(),
            new ModelCommand(),
            new NewCommand(),
            new ClearCommand(),
            new ExitCommand());

    /** Every command once, in the order {@code /help} shows them. */
    public List<SlashCommand> all() {
        return all;
    }

    /** Whether a line is for the chat itself; anything else goes to the model. */
    public boolean isCommand(String line) {
        var text = line.strip();
        return text.equalsIgnoreCase("exit") || COMMAND.matcher(text).matches();
    }

    /** The command of that name or alias, in any case, without its slash. */
    public Optional<SlashCommand> find(String word) {
        var wanted = word.toLowerCase(Locale.ROOT);
        return all.stream()
                .filter(command ->
                        command.name().equals(wanted) || command.aliases().contains(wanted))
                .findFirst();
    }

    /**
     * Runs the command of a line for which {@link #isCommand} holds. Its failures are outcomes: no mistake ends a chat.
     */
    public Outcome run(String line, ChatState state) {
        var text = line.strip();
        var end = 0;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        var word = text.substring(text.startsWith("/") ? 1 : 0, end);
        var arguments = new Arguments(text.substring(end));
        try {
            return find(word).map(command -> command.run(arguments, state)).orElseThrow(() -> unknown(word));
        } catch (ZavoraException e) {
            return Outcome.Failed.of(e);
        }
    }

    /** The failure of a word that is no command. */
    ZavoraException unknown(String word) {
        var near = suggestions(word);
        var hint = near.isEmpty()
                ? "/help lists all commands."
                : "Did you mean "
                        + String.join(
                                " or ", near.stream().map(name -> "/" + name).toList()) + "? /help lists all commands.";
        return new ZavoraException(ErrorKind.INPUT, "There is no command /" + word + ".", hint);
    }

    /** Names that a mistyped word may stand for, without slash; none when nothing is near. */
    public List<String> suggestions(String word) {
        var wanted = word.toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) {
            return List.of();
        }
        var begun = names().filter(name -> name.startsWith(wanted)).toList();
        return begun.isEmpty() ? Nearest.to(wanted, names().toList()).stream().toList() : begun;
    }

    private Stream<String> names() {
        return all.stream().flatMap(command -> Stream.concat(Stream.of(command.name()), command.aliases().stream()));
    }
}

package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code eval}: how good the program is at what it does. */
final class EvalCommand implements CommandGroup {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "eval",
                "Measures retrieval on a data set. Asks no model and stays off the network.",
                List.of(),
                List.of(),
                Set.of(),
                List.of(new Example("zavora-cli eval run", "the baseline that the program brings along")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return List.of(new CommandEntry("run", "Run a data set, judge it and time it", EvalRunCommand::new));
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code models}: which models answer, which there are, and which of them run here. */
final class ModelsCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "models",
                """
                Shows the models in use, the providers with the state of their keys, and the models known by name.

                The list of names helps to choose; it does not limit what --model takes. Asks neither a provider nor \
                the network.""",
                List.of(),
                List.of(Results.JSON),
                Set.of(OptionGroup.MODEL, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli models --provider gemini", "what a provider would use"),
                        new Example("zavora-cli models --json", "for scripts"),
                        new Example("zavora-cli models pull gemma-3-270m", "install a model on this machine")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return List.of(
                new CommandEntry("list", "List the local models, installed and available", ModelsListCommand::new),
                new CommandEntry("pull", "Install a local model", ModelsPullCommand::new),
                new CommandEntry("remove", "Remove a local model", ModelsRemoveCommand::new));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        var overview = ModelsOverview.of(invocation.settings(), invocation.services(), unread -> invocation
                .streams()
                .tell("Warning: " + unread.getMessage() + " " + unread.hint()));
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(overview.json());
        } else {
            results.print(overview.text());
        }
        return 0;
    }
}

package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code models list}. */
final class ModelsListCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "models list",
                "Lists the models that are installed on this machine and those that can be.",
                List.of(),
                List.of(Results.JSON),
                Set.of(),
                List.of(new Example("zavora-cli models list --json", "for scripts")));
    }

    @Override
    public int run(Invocation invocation) {
        var local = LocalModels.of(invocation.settings(), invocation.services());
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(local.json());
        } else {
            results.print(local.text());
        }
        return 0;
    }
}

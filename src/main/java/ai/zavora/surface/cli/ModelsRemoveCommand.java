package ai.zavora.surface.cli;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import java.util.List;
import java.util.Set;

/** {@code models remove}: deletes an installed model. */
final class ModelsRemoveCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "models remove",
                "Deletes a model of this machine, or what an interrupted download left of one.",
                List.of(new Operand("NAME", Count.ONCE, "The model, as 'zavora-cli models list' names it.", List.of())),
                List.of(Results.JSON),
                Set.of(),
                List.of(new Example("zavora-cli models remove gemma-3-270m", "free its space")));
    }

    @Override
    public int run(Invocation invocation) {
        var name = invocation.arguments().words().getFirst();
        invocation.services().library(invocation.settings()).remove(name);
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(
                    JsonValue.object().put("name", name).put("removed", true).build());
        } else {
            results.print(name + " is removed\n");
        }
        return 0;
    }
}

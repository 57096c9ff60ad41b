package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code profiles}: what the configuration file defines, and what is in effect. */
final class ProfilesCommand implements CommandGroup {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "profiles",
                "Shows the profiles of the configuration file and the settings in effect. Changes nothing.",
                List.of(),
                List.of(),
                Set.of(OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli profiles list", "which profiles there are"),
                        new Example("zavora-cli profiles show --profile work", "what a profile leads to")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return List.of(
                new CommandEntry("list", "List the profiles", ProfilesListCommand::new),
                new CommandEntry(
                        "show", "Show every setting in effect and where it comes from", ProfilesShowCommand::new));
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code server}: the agent over HTTP. */
final class ServerCommand implements CommandGroup {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "server",
                "Lets other programs and agents use this agent over HTTP.",
                List.of(),
                List.of(),
                Set.of(OptionGroup.PROFILE),
                List.of(new Example("zavora-cli server serve --port 8787", "listen on the loopback address")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return List.of(
                new CommandEntry("serve", "Listen for requests", ServerServeCommand::new),
                new CommandEntry("status", "Tell whether it runs", ServerStatusCommand::new),
                new CommandEntry("stop", "Tell it to stop", ServerStopCommand::new),
                new CommandEntry("a2a-smoke", "Check the agent-to-agent ping", ServerSmokeCommand::new));
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code telemetry}: what the program recorded of itself. */
final class TelemetryCommand implements CommandGroup {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "telemetry",
                "Looks at the events of operation that the program records. Changes nothing.",
                List.of(),
                List.of(),
                Set.of(OptionGroup.TELEMETRY),
                List.of(new Example("zavora-cli telemetry report --limit 2000", "the last 2000 events")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return List.of(new CommandEntry(
                "report", "Add up events: counts, latencies, tokens, findings", TelemetryReportCommand::new));
    }
}

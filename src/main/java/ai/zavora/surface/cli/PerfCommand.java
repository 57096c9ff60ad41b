package ai.zavora.surface.cli;

import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Set;

/** {@code perf}: how fast and how large the program is, over time. */
final class PerfCommand implements CommandGroup {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "perf",
                "Looks at what was measured of the program. Measures nothing itself.",
                List.of(),
                List.of(),
                Set.of(),
                List.of(new Example("zavora-cli perf report", "every figure, and what got worse")));
    }

    @Override
    public List<CommandEntry> subcommands() {
        return List.of(new CommandEntry(
                "report", "Compare the newest figures with earlier ones and a baseline", PerfReportCommand::new));
    }
}

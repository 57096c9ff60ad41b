package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.surface.cli.ServerProcess.Running;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code server status}. */
final class ServerStatusCommand implements Command {
    /** What scripts branch on: no server runs. */
    static final int NOT_RUNNING = 3;

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "server status",
                """
                Tells whether the server of the pid file runs, and where. The lock on the file decides, so what a \
                crashed server left behind does not count.

                Ends with 0 when it runs and with 3 when it does not.""",
                List.of(),
                List.of(Results.JSON),
                Set.of(OptionGroup.SERVER, OptionGroup.PROFILE),
                List.of(new Example("zavora-cli server status --json", "for scripts")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        var settings = invocation.settings();
        var running = invocation.services().serverProcess(settings).running();
        var uptime = running.map(
                server -> Duration.between(server.started(), invocation.clock().instant()));
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(json(running, uptime));
        } else {
            results.print(
                    running.map(server -> text(server, uptime.orElseThrow())).orElse("Not running.\n"));
        }
        return running.isPresent() ? 0 : NOT_RUNNING;
    }

    private static JsonValue json(Optional<Running> running, Optional<Duration> uptime) {
        var json = JsonValue.object().put("running", running.isPresent());
        running.ifPresent(server -> json.put("state", server.state().name().toLowerCase(Locale.ROOT))
                .putOrNull("address", server.address())
                .put("pid", server.pid())
                .put(
                        "started_at",
                        server.started().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("uptime_secs", Math.max(0, uptime.orElseThrow().toSeconds())));
        return json.build();
    }

    private static String text(Running server, Duration uptime) {
        var state =
                switch (server.state()) {
                    case STARTING -> "Starting";
                    case RUNNING -> "Running";
                    case STOPPING -> "Stopping";
                };
        var where = server.address()
                .map(address -> " at " + ControlFilter.line(address))
                .orElse("");
        return state + where + " (pid " + server.pid() + "), for " + readable(uptime) + ".\n";
    }

    private static String readable(Duration time) {
        var seconds = Math.max(0, time.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds < 86_400
                ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
                : seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h";
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** {@code server stop}. */
final class ServerStopCommand implements Command {
    private static final int WAIT_SECONDS = 45;
    private static final Valued WAIT = new Valued(
            "--wait",
            "SECONDS",
            OptionType.Whole.atLeast(0),
            "How long to wait for its end; 0 does not wait. [default: " + WAIT_SECONDS + "]");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "server stop",
                """
                Tells the server of the pid file to stop, as SIGTERM does: it takes no more requests and lets running \
                turns go on for a while (--drain-secs of the server). Then waits until it has ended.

                Ends with 0 when it has stopped, with 3 when none runs, and with 42 when it has not ended in time; it \
                goes on stopping then.""",
                List.of(),
                List.of(WAIT, Results.JSON),
                Set.of(OptionGroup.SERVER, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli server stop", "and wait for its end"),
                        new Example("zavora-cli server stop --wait 5", "but not for long")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        var wait = Duration.ofSeconds(invocation.arguments().number(WAIT).orElse(WAIT_SECONDS));
        var ending = invocation.services().serverProcess(invocation.settings()).stop(wait);
        return switch (ending) {
            case NOTHING_RAN -> {
                print(invocation, "not_running", "Not running.");
                yield ServerStatusCommand.NOT_RUNNING;
            }
            case STOPPED -> {
                print(invocation, "stopped", "Stopped.");
                yield 0;
            }
            case UNDER_WAY -> {
                if (!wait.isZero()) {
                    throw new ZavoraException(
                            ErrorKind.INPUT,
                            "The server has been told to stop, and had not ended after " + wait.toSeconds() + " s.",
                            "Running turns may need longer: run it again with a longer --wait.");
                }
                print(invocation, "stopping", "Told to stop.");
                yield 0;
            }
        };
    }

    private static void print(Invocation invocation, String state, String text) {
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(JsonValue.object().put("state", state).build());
        } else {
            results.print(text + "\n");
        }
    }
}

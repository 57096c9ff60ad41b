package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.a2a.Ping;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code server a2a-smoke}: one ping between two agents within this process. */
final class ServerSmokeCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "server a2a-smoke",
                "Sends one agent-to-agent ping within the program, without network, and checks its acknowledgement.",
                List.of(),
                List.of(),
                Set.of(OptionGroup.PROFILE, OptionGroup.TELEMETRY),
                List.of(new Example("zavora-cli server a2a-smoke", "after an upgrade or a rollback")));
    }

    @Override
    public int run(Invocation invocation) {
        var ping = new Ping(
                "sales-agent",
                "procurement-agent",
                "msg-001",
                Optional.of("corr-001"),
                JsonValue.object().put("intent", "supply-check").build());
        var answer = ping.acknowledge();
        if (!answer.acknowledges(ping)) {
            throw new ZavoraException(
                    ErrorKind.INTERNAL,
                    "The acknowledgement does not fit the message.",
                    "Install the program again; report it when that does not help.");
        }
        invocation
                .services()
                .note(
                        "a2a.smoke.passed",
                        JsonValue.object()
                                .put("from_agent", ping.fromAgent())
                                .put("to_agent", ping.toAgent())
                                .put("message_id", ping.messageId())
                                .build());
        new Results(invocation)
                .print("A2A smoke passed: " + answer.messageId() + " for " + answer.correlationId() + ".\n");
        return 0;
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.a2a.Ping;
import ai.zavora.base.text.UriAuthority;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code server a2a-smoke}: one ping between two agents, within this process or to a server. */
final class ServerSmokeCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "server a2a-smoke",
                """
                Sends one agent-to-agent ping and checks its acknowledgement: within the program, without network, or to \
                the server at URL, with ZAVORA_SERVER_AUTH_TOKEN as its token where that is set.""",
                List.of(new Operand(
                        "URL",
                        Count.AT_MOST_ONCE,
                        "The address of a server, such as http://127.0.0.1:8787.",
                        List.of())),
                List.of(),
                Set.of(OptionGroup.PROFILE, OptionGroup.TELEMETRY, OptionGroup.NETWORK),
                List.of(
                        new Example("zavora-cli server a2a-smoke", "after an upgrade or a rollback"),
                        new Example("zavora-cli server a2a-smoke http://127.0.0.1:8787", "a server that runs")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        var ping = new Ping(
                "sales-agent",
                "procurement-agent",
                "msg-001",
                Optional.of("corr-001"),
                JsonValue.object().put("intent", "supply-check").build());
        var url = invocation.arguments().words().stream().findFirst().map(ServerSmokeCommand::address);
        var answer = url.isPresent()
                ? invocation.services().ping(url.get(), ping, invocation.settings())
                : ping.acknowledge();
        if (!answer.acknowledges(ping)) {
            throw url.isPresent()
                    ? new ZavoraException(
                            ErrorKind.PROVIDER,
                            "The acknowledgement of " + url.get() + " does not fit the message.",
                            "Look at what answers there, such as a proxy that keeps answers.")
                    : new ZavoraException(
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

    private static URI address(String word) {
        try {
            var url = new URI(word);
            var web = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            // the JDK's client sends to no host with an underscore
            var named = url.getHost() != null && UriAuthority.of(url).isPresent();
            if (web && named && url.getRawUserInfo() == null && url.getRawQuery() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // said below, without the address: it may hold a password
        }
        throw new ZavoraException(
                ErrorKind.INPUT,
                "URL is no address of a server.",
                "Give it as http://HOST:PORT or https://HOST:PORT, without user, password or query; HOST holds no"
                        + " underscore.");
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.EnumSet;
import java.util.List;

/** {@code server serve}. */
final class ServerServeCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "server serve",
                """
                Listens for requests until it is told to stop (Ctrl-C or SIGTERM); running turns may then go on for a \
                while, and a second signal ends it at once.

                Without a token anybody who reaches the address may ask, so only loopback addresses are taken then. \
                Set ZAVORA_SERVER_AUTH_TOKEN to ask callers for one, or give each caller a token of its own with \
                --tokens-file. With --tls-cert and --tls-key the server speaks HTTPS.

                While it runs it keeps --pid-file locked; server status and server stop find it by that.""",
                List.of(),
                List.of(),
                EnumSet.complementOf(EnumSet.of(OptionGroup.INPUT, OptionGroup.RESERVED)),
                List.of(
                        new Example("zavora-cli server serve --host 127.0.0.1 --port 8787", "the usual address"),
                        new Example(
                                "zavora-cli server serve --tls-cert cert.pem --tls-key key.pem",
                                "several callers, HTTPS"),
                        new Example(
                                "zavora-cli --session-backend sqlite server serve --port 0",
                                "sessions in a file, any port")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        invocation.services().serve(invocation);
        return 0;
    }
}

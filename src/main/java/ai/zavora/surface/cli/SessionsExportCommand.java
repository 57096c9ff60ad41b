package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.core.session.SessionDocument;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionMarkdown;
import ai.zavora.core.session.SessionPages;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.ask.ResultStream;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sessions export}. */
final class SessionsExportCommand implements Command {
    private static final Valued FORMAT = new Valued(
            "--format",
            "json|markdown",
            OptionType.Choice.of("json", "markdown"),
            "json can be imported without loss, markdown is for reading. [default: json]");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions export",
                "Writes a session with all its events to standard output.",
                List.of(new Operand(
                        "ID", Count.AT_MOST_ONCE, "The session; that of --session-id without it.", List.of())),
                List.of(FORMAT),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli sessions export plans > plans.json", "to take it elsewhere"),
                        new Example("zavora-cli sessions export plans --format markdown", "to read it")));
    }

    @Override
    public int run(Invocation invocation) {
        var words = invocation.arguments().words();
        var key = SessionViews.key(
                invocation.settings().sessions(), words.isEmpty() ? Optional.empty() : Optional.of(words.getFirst()));
        SessionViews.requireKept(invocation, key);
        var out = new ResultStream(invocation.streams().out());
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.LOOK)) {
            var session = store.find(key).orElseThrow(() -> SessionFailures.unknown(key));
            var events = SessionPages.of(store, session);
            if (invocation.arguments().text(FORMAT).orElse("json").equals("markdown")) {
                SessionMarkdown.write(session, events, out::write);
            } else {
                var items = new PrintedItems<>(invocation, events);
                SessionDocument.write(session, items, items::rest, out::write);
                items.requireComplete();
            }
        }
        return 0;
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code sessions list}. */
final class SessionsListCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions list",
                "Lists the sessions of the application and user, most recently updated first. Creates nothing.",
                List.of(),
                List.of(Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(new Example("zavora-cli --session-backend sqlite sessions list --json", "for scripts")));
    }

    @Override
    public int run(Invocation invocation) {
        var session = invocation.settings().sessions();
        List<SessionSummary> sessions;
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.LOOK)) {
            sessions = store.list(session.app(), session.user());
        }
        var results = new Results(invocation);
        if (results.structured()) {
            var items = new ArrayList<JsonValue>();
            sessions.forEach(found -> items.add(SessionViews.json(found)));
            results.print(JsonValue.object()
                    .put("app", session.app())
                    .put("user", session.user())
                    .put("sessions", JsonValue.array(items))
                    .build());
            return 0;
        }
        var text = new StringBuilder();
        if (sessions.isEmpty()) {
            text.append("No sessions of ").append(SessionViews.owner(session)).append(".\n");
            SessionViews.memoryNote(invocation)
                    .ifPresent(note -> text.append(note).append('\n'));
        } else {
            text.append("Sessions of ").append(SessionViews.owner(session)).append(":\n");
            for (var found : sessions) {
                text.append(SessionViews.line(found)).append('\n');
            }
        }
        results.print(text.toString());
        return 0;
    }
}

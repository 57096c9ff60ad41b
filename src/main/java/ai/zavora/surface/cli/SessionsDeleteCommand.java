package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;
import java.util.List;
import java.util.Set;

/** {@code sessions delete}. */
final class SessionsDeleteCommand implements Command {
    static final Switch FORCE = new Switch("--force", "Does it; without this nothing is changed.");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions delete",
                "Deletes the session that --session-id names, with all its events. A session in use is left alone.",
                List.of(),
                List.of(FORCE, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(new Example(
                        "zavora-cli --session-backend sqlite sessions delete --session-id plans --force",
                        "delete one session")));
    }

    @Override
    public int run(Invocation invocation) {
        var key = SessionViews.key(invocation.settings().sessions());
        if (!invocation.arguments().has(FORCE)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "Deleting the session \"" + key.id() + "\" cannot be undone, so it needs --force.",
                    "Look at it with 'sessions show', then add --force.");
        }
        SessionViews.requireKept(invocation, key);
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.EXISTING)) {
            if (!store.delete(key)) {
                throw SessionFailures.unknown(key);
            }
        }
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(JsonValue.object()
                    .put("app", key.app())
                    .put("user", key.user())
                    .put("deleted", key.id())
                    .build());
        } else {
            results.print("Deleted the session " + ControlFilter.line(key.id()) + " of "
                    + SessionViews.owner(invocation.settings().sessions()) + ".\n");
        }
        return 0;
    }
}

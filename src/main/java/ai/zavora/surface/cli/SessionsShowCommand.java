package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.SessionFailures;
import ai.zavora.core.session.SessionPages;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import java.util.List;
import java.util.Set;

/** {@code sessions show}. */
final class SessionsShowCommand implements Command {
    private static final long RECENT = 20;
    private static final Valued RECENT_OPTION = new Valued(
            "--recent",
            "N",
            OptionType.Whole.atLeast(0),
            "How many of the newest events to show; 0 for all. [default: " + RECENT + "]");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions show",
                "Shows the newest events of the session that --session-id names. Reads no others.",
                List.of(),
                List.of(RECENT_OPTION, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example(
                                "zavora-cli sessions show --session-id plans --recent 30", "the last thirty events"),
                        new Example("zavora-cli sessions show --recent 0 --json", "all of them, for scripts")));
    }

    @Override
    public int run(Invocation invocation) {
        var key = SessionViews.key(invocation.settings().sessions());
        SessionViews.requireKept(invocation, key);
        var count = invocation.arguments().number(RECENT_OPTION).orElse(RECENT);
        var results = new Results(invocation);
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.LOOK)) {
            var session = store.find(key).orElseThrow(() -> SessionFailures.unknown(key));
            var events = SessionPages.of(store, key).recent(count);
            if (results.structured()) {
                var head = JsonValue.object()
                        .put("app", key.app())
                        .put("user", key.user())
                        .put("session", SessionViews.json(session))
                        .build();
                var items = new PrintedItems<>(invocation, events.mapped(SessionViews::json));
                results.print(new Json.Listing(head, "events", items, items::rest));
                items.requireComplete();
                return 0;
            }
            var shown = count == 0 ? session.lastSeq() : Math.min(count, session.lastSeq());
            results.print("Session " + ControlFilter.line(key.id()) + " of "
                    + SessionViews.owner(invocation.settings().sessions()) + "\nEvents: " + shown
                    + (shown == session.lastSeq() ? "" : " of " + session.lastSeq()) + "\n\n");
            for (var event : events) {
                results.print(SessionViews.text(event) + "\n");
            }
            return 0;
        }
    }
}

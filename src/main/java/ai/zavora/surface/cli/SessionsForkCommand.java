package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Counted;
import ai.zavora.core.agent.SessionFork;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Operand;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code sessions fork}. */
final class SessionsForkCommand implements Command {
    private static final Valued AT = new Valued(
            "--at",
            "SEQ",
            OptionType.Whole.atLeast(1),
            "The position of the last event to copy, as 'sessions show --json' tells it; all without it.");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions fork",
                "Copies a session, or its beginning, under a new id, so that the conversation can go two ways. The"
                        + " original stays as it is.",
                List.of(new Operand(
                        "ID", Count.AT_MOST_ONCE, "The session; that of --session-id without it.", List.of())),
                List.of(AT, SessionViews.AS, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example("zavora-cli sessions fork plans --as plans-b", "a copy to try something with"),
                        new Example("zavora-cli sessions fork plans --at 12", "only its first twelve events")));
    }

    @Override
    public int run(Invocation invocation) {
        var arguments = invocation.arguments();
        var words = arguments.words();
        var from = SessionViews.key(
                invocation.settings().sessions(), words.isEmpty() ? Optional.empty() : Optional.of(words.getFirst()));
        SessionViews.requireKept(invocation, from);
        var now = invocation.clock().instant();
        var to = new SessionKey(
                from.app(),
                from.user(),
                arguments.text(SessionViews.AS).orElseGet(() -> from.id() + "-fork-" + now.toEpochMilli()));
        if (arguments.text(SessionViews.AS).isEmpty()) {
            // the id that is made of the original's may be one that no new session may have
            SessionViews.requireNameable(to, "Name the copy with " + SessionViews.AS.flag() + ".");
        }
        SessionFork.Fork forked;
        try (var store = invocation.services().sessions(invocation.settings(), SessionAccess.EXISTING)) {
            forked = SessionFork.fork(store, from, to, arguments.number(AT), invocation.clock());
        }
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(JsonValue.object()
                    .put("from", from.id())
                    .put("copied_events", forked.copied())
                    .put("session", SessionViews.json(forked.session()))
                    .build());
        } else {
            var closing = forked.session().lastSeq() - forked.copied();
            results.print("Copied " + Counted.of(forked.copied(), "event") + " of " + ControlFilter.line(from.id())
                    + " to " + ControlFilter.line(to.id()) + "."
                    + (closing > 0
                            ? " They end within a turn, which is closed by " + Counted.of(closing, "more event") + "."
                            : "")
                    + "\n");
        }
        return 0;
    }
}

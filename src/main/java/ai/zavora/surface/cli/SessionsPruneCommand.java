package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.config.OptionValues;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Counted;
import ai.zavora.core.session.PruneRule;
import ai.zavora.core.session.Pruning;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.surface.cli.CliServices.SessionAccess;
import ai.zavora.surface.cli.syntax.Ages;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Switch;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import ai.zavora.surface.cli.syntax.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** {@code sessions prune}. */
final class SessionsPruneCommand implements Command {
    private static final int KEEP = 20;
    private static final Valued KEEP_OPTION = new Valued(
            "--keep",
            "N",
            OptionType.Whole.atLeast(0),
            "How many of the newest sessions stay, at least 1. [default: " + KEEP + ", or any number with"
                    + " --older-than]");
    private static final Valued OLDER_THAN = new Valued(
            "--older-than",
            "AGE",
            new OptionType.Text(),
            "Only sessions not updated for so long, for example 30d (s, m, h, d, w).");
    private static final Switch DRY_RUN =
            new Switch("--dry-run", "Lists what would be deleted and changes nothing; stronger than --force.");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "sessions prune",
                """
                Deletes all but the newest sessions of the application and user, in one transaction.

                With both --keep and --older-than a session must meet both to be deleted. A session that somebody is \
                working in always stays.""",
                List.of(),
                List.of(KEEP_OPTION, OLDER_THAN, DRY_RUN, SessionsDeleteCommand.FORCE, Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example(
                                "zavora-cli --session-backend sqlite sessions prune --keep 50 --dry-run",
                                "see what would go"),
                        new Example("zavora-cli sessions prune --keep 50 --force", "delete it"),
                        new Example("zavora-cli sessions prune --older-than 30d --force", "by age")));
    }

    @Override
    public int run(Invocation invocation) throws UsageException {
        var rule = rule(invocation);
        var arguments = invocation.arguments();
        var delete = arguments.has(SessionsDeleteCommand.FORCE) && !arguments.has(DRY_RUN);
        Pruning pruning;
        var access = delete ? SessionAccess.EXISTING : SessionAccess.LOOK;
        try (var store = invocation.services().sessions(invocation.settings(), access)) {
            pruning = store.prune(rule, delete ? PruneRule.Mode.DELETE : PruneRule.Mode.PREVIEW);
        }
        if (!delete && !arguments.has(DRY_RUN) && !pruning.doomed().isEmpty()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "Deleting " + Counted.of(pruning.doomed().size(), "session")
                            + " cannot be undone, so it needs --force.",
                    "Look at them with --dry-run first, then use --force.");
        }
        report(invocation, pruning, delete);
        return 0;
    }

    private static PruneRule rule(Invocation invocation) throws UsageException {
        var session = invocation.settings().sessions();
        var arguments = invocation.arguments();
        var age = arguments.text(OLDER_THAN);
        var keep = arguments.number(KEEP_OPTION);
        Optional<Instant> before = Optional.empty();
        if (age.isPresent()) {
            before = Optional.of(invocation.clock().instant().minus(age(age.get())));
        }
        var kept = keep.isPresent()
                ? OptionalInt.of((int) Math.max(1, keep.getAsLong()))
                : before.isPresent() ? OptionalInt.empty() : OptionalInt.of(KEEP);
        return new PruneRule(
                session.app(),
                session.user(),
                kept,
                before,
                List.of(),
                invocation.clock().instant());
    }

    private static Duration age(String text) throws UsageException {
        return Ages.read(text)
                .orElseThrow(() -> new UsageException(
                        OLDER_THAN.flag() + ": " + OptionValues.quoted(text) + " is no age",
                        "Write a whole number and s, m, h, d or w for seconds to weeks, for example 30d."));
    }

    private static void report(Invocation invocation, Pruning pruning, boolean deleted) {
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(JsonValue.object()
                    .put("dry_run", !deleted)
                    .put(deleted ? "deleted" : "would_delete", ids(pruning.doomed()))
                    .put("in_use", ids(pruning.inUse()))
                    .put("kept", pruning.kept())
                    .put("future_sessions", pruning.ahead())
                    .build());
            return;
        }
        var text = new StringBuilder();
        if (pruning.doomed().isEmpty()) {
            text.append("Nothing to prune: ")
                    .append(Counted.of(pruning.kept(), "session"))
                    .append(" kept.\n");
            SessionViews.memoryNote(invocation)
                    .ifPresent(note -> text.append(note).append('\n'));
        } else if (deleted) {
            text.append("Deleted ")
                    .append(Counted.of(pruning.doomed().size(), "session"))
                    .append(", kept ")
                    .append(pruning.kept())
                    .append(".\n");
        } else {
            for (var session : pruning.doomed()) {
                text.append("- ").append(ControlFilter.line(session.key().id())).append('\n');
            }
            text.append("Would delete ")
                    .append(Counted.of(pruning.doomed().size(), "session"))
                    .append(", keep ")
                    .append(pruning.kept())
                    .append(". Nothing was changed.\n");
        }
        for (var session : pruning.inUse()) {
            text.append("In use, stays: ")
                    .append(ControlFilter.line(session.key().id()))
                    .append('\n');
        }
        if (pruning.ahead() > 0) {
            text.append("Dated after now by a wrong clock, so kept: ")
                    .append(Counted.of(pruning.ahead(), "session"))
                    .append("; 'sessions delete' removes one.\n");
        }
        results.print(text.toString());
    }

    private static JsonValue.Arr ids(List<SessionSummary> sessions) {
        return JsonValue.array(sessions.stream()
                .map(session -> JsonValue.of(session.key().id()))
                .toList());
    }
}

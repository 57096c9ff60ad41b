package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.RunSettings.Sensitive;
import ai.zavora.base.config.SessionSettings.Backend;
import ai.zavora.base.config.Settings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Counted;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.session.SessionMigration.Counts;
import ai.zavora.core.session.SessionMigration.Report;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** {@code migrate}. */
final class MigrateCommand implements Command {

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "migrate",
                """
                Imports the sessions of a database of the earlier Rust version, or upgrades an older one of this version.

                The database as it was is kept beside the new one. Where nothing is to be done nothing is changed, so \
                it may be run again at any time, also after it was cut off. End other programs that use the database \
                first.""",
                List.of(),
                List.of(Results.JSON),
                Set.of(OptionGroup.SESSION, OptionGroup.PROFILE),
                List.of(
                        new Example(
                                "zavora-cli --session-backend sqlite migrate", "the database in .zavora/sessions.db"),
                        new Example("zavora-cli --session-backend sqlite migrate --json", "for scripts")));
    }

    @Override
    public int run(Invocation invocation) {
        var settings = invocation.settings();
        var report = invocation.services().migration(settings).run();
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(json(report, settings));
        } else {
            results.print(text(report, settings)
                    + SessionViews.memoryNote(invocation)
                            .filter(_ -> invocation.services().hasDatabase(settings))
                            .map(note -> note + "\n")
                            .orElse(""));
        }
        return 0;
    }

    private static String text(Report report, Settings settings) {
        var text = new StringBuilder(
                switch (report.outcome()) {
                    case NOT_NEEDED -> "Nothing to migrate: sessions are kept in memory.\n";
                    case NO_DATABASE -> "Nothing to migrate: there is no session database yet.\n";
                    case CURRENT -> "Nothing to migrate: the session database is up to date.\n";
                    case UPGRADED -> "Upgraded the session database.\n";
                    case IMPORTED -> imported(report.counts());
                });
        if (settings.sessions().backend() == Backend.SQLITE) {
            text.append("Database: ").append(address(settings)).append('\n');
        }
        original(report, settings)
                .ifPresent(original ->
                        text.append("The original is kept as ").append(original).append('\n'));
        return text.toString();
    }

    private static String imported(Counts counts) {
        var text = new StringBuilder("Imported ");
        text.append(Counted.of(counts.sessions(), "session"))
                .append(" with ")
                .append(Counted.of(counts.events(), "event"))
                .append(", ")
                .append(Counted.of(counts.appStates(), "application state"))
                .append(" and ")
                .append(Counted.of(counts.userStates(), "user state"))
                .append(".\n");
        if (!counts.parts().isEmpty()) {
            text.append("Parts:");
            counts.parts().forEach((kind, number) -> text.append(text.charAt(text.length() - 1) == ':' ? " " : ", ")
                    .append(kind)
                    .append(' ')
                    .append(number));
            text.append('\n');
        }
        if (counts.unreadable() > 0) {
            text.append(Counted.of(counts.unreadable(), "row"))
                    .append(
                            " could not be read in full or kept; what could not is there as text, or in the original alone.\n");
        }
        if (!counts.missing().isEmpty()) {
            text.append("Not there, and so not imported: ")
                    .append(String.join(", ", counts.missing()))
                    .append(".\n");
        }
        return text.toString();
    }

    private static JsonValue.Obj json(Report report, Settings settings) {
        var counts = report.counts();
        var parts = JsonValue.object();
        counts.parts().forEach(parts::put);
        return JsonValue.object()
                .put("outcome", report.outcome().name().toLowerCase(Locale.ROOT))
                .put("database", address(settings))
                .putOrNull("original", original(report, settings))
                .put("sessions", counts.sessions())
                .put("events", counts.events())
                .put("app_states", counts.appStates())
                .put("user_states", counts.userStates())
                .put("parts", parts.build())
                .put("unreadable_rows", counts.unreadable())
                .put("missing", JsonValue.of(counts.missing()))
                .build();
    }

    private static String address(Settings settings) {
        var url = settings.sessions().databaseUrl();
        return ControlFilter.line(hidden(settings) ? Redaction.databaseAddress(url) : url);
    }

    /** Where the original is; its folder is a part of the database's address. */
    private static Optional<String> original(Report report, Settings settings) {
        return report.original()
                .map(path -> hidden(settings) ? path.getFileName().toString() : path.toString())
                .map(ControlFilter::line);
    }

    private static boolean hidden(Settings settings) {
        return settings.run().sensitive() == Sensitive.HIDDEN;
    }
}

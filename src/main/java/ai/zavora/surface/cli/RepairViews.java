package ai.zavora.surface.cli;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.Layer;
import ai.zavora.base.config.Settings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Counted;
import ai.zavora.base.text.ShellWords;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.RepairReport.SavedSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How the report of a repair looks in results. */
final class RepairViews {
    private RepairViews() {}

    /**
     * The report for people.
     *
     * @param settings that the repair was called with
     */
    static String text(RepairReport report, Settings settings) {
        var text = new StringBuilder("Saved " + Counted.of(report.repaired().sessions(), "session") + " with "
                + Counted.of(report.recovered(), "event") + " in "
                + ControlFilter.line(report.repaired().file().toString()) + ".\n");
        var marks = report.repaired().events() - report.recovered();
        if (marks > 0) {
            // told because whoever compares it with what a restore counts would look for more
            text.append(Counted.of(marks, "more event"))
                    .append(" in it ")
                    .append(marks == 1 ? "marks" : "mark")
                    .append(" where something was lost.\n");
        }
        var owners = report.sessions().stream()
                .map(session -> List.of(session.key().app(), session.key().user()))
                .distinct()
                .count();
        for (var session : report.sessions()) {
            if (session.lost() > 0 || session.name() == RepairReport.Name.LOST) {
                text.append(line(session, owners)).append('\n');
            }
        }
        if (report.lost() == 0 && report.unreadable() == 0) {
            text.append("Nothing is known to be lost.\n");
        } else {
            text.append(report.moreMayBeLost() ? "Lost: at least " : "Lost: ")
                    .append(Counted.of(report.lost(), "event"))
                    .append(" of these sessions");
            if (report.unreadable() > 0) {
                text.append(", and ")
                        .append(Counted.of(report.unreadable(), "row"))
                        .append(" that can be told to no session, or of a state");
            }
            text.append(".\n");
        }
        if (report.moreMayBeLost()) {
            text.append(
                    "More may be lost than is told here: what tells of lost events and sessions is damaged, too.\n");
        }
        if (report.mayHoldDeleted()) {
            text.append(
                    "What was deleted before may be among it: the damage is such that it cannot be told from the rest.\n");
        }
        return text.append("The damaged database ")
                .append(ControlFilter.line(report.damaged().toString()))
                .append(" is as it was. To use the new one: ")
                .append(restoring(report, settings))
                .append('\n')
                .toString();
    }

    /** What people are told where no repair was needed. */
    static String sound(Path database) {
        return "The session database " + ControlFilter.line(database.toString())
                + " is sound: there is nothing to repair, and nothing was written.\n"
                + "Go on with it as it is. If another database was meant, name it with --session-db-url.\n";
    }

    /** The same for scripts, with all that {@link #json} tells of a repair. */
    static JsonValue.Obj soundJson(Path database) {
        return JsonValue.object()
                .put("outcome", "sound")
                .put("database", database.toString())
                .put("repaired", JsonValue.Null.NULL)
                .put("damaged", JsonValue.Null.NULL)
                .put("sessions_saved", 0)
                .put("events_saved", 0)
                .put("events_lost", 0)
                .put("rows_unreadable", 0)
                .put("may_hold_deleted", false)
                .put("more_may_be_lost", false)
                .put("sessions", JsonValue.array(List.of()))
                .build();
    }

    /** The command that puts the new database in the place of the damaged one, and of no other. */
    private static String restoring(RepairReport report, Settings settings) {
        var given = GivenOptions.ofDatabase(settings, Set.of(Layer.FLAG, Layer.ENVIRONMENT));
        var command = "zavora-cli" + given.text() + " sessions restore "
                + ShellWords.word(report.repaired().file().toString()) + " --force";
        return ControlFilter.line(command)
                + (given.addressHidden() ? ", where PATH is that of the damaged database" : "");
    }

    /** @param owners of how many applications and users there are sessions */
    private static String line(SavedSession session, long owners) {
        var owner = owners > 1
                ? " of " + session.key().app() + " and " + session.key().user()
                : "";
        return "- " + ControlFilter.line(session.key().id() + owner) + ": " + session.recovered() + " events saved, "
                + session.missing() + " missing, " + session.unreadable() + " unreadable"
                + switch (session.name()) {
                    case KEPT -> "";
                    case LOST -> "; its name is lost";
                };
    }

    static JsonValue.Obj json(RepairReport report) {
        var sessions = new ArrayList<JsonValue>();
        for (var session : report.sessions()) {
            sessions.add(JsonValue.object()
                    .put("app", session.key().app())
                    .put("user", session.key().user())
                    .put("id", session.key().id())
                    .put("name", session.name().name().toLowerCase(Locale.ROOT))
                    .put("recovered", session.recovered())
                    .put("missing", session.missing())
                    .put("unreadable", session.unreadable())
                    .build());
        }
        return JsonValue.object()
                .put("outcome", "repaired")
                .put("database", report.damaged().toString())
                .put("repaired", report.repaired().file().toString())
                .put("damaged", report.damaged().toString())
                .put("sessions_saved", report.repaired().sessions())
                .put("events_saved", report.recovered())
                .put("events_lost", report.lost())
                .put("rows_unreadable", report.unreadable())
                .put("may_hold_deleted", report.mayHoldDeleted())
                .put("more_may_be_lost", report.moreMayBeLost())
                .put("sessions", JsonValue.array(sessions))
                .build();
    }
}

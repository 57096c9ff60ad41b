package ai.zavora.surface.cli;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.RepairReport.SavedSession;
import java.util.ArrayList;
import java.util.Locale;

/** How the report of a repair looks in results. */
final class RepairViews {
    private RepairViews() {}

    static String text(RepairReport report) {
        var text = new StringBuilder("Saved " + report.repaired().sessions() + " sessions with "
                + report.repaired().events() + " events in " + report.repaired().file() + ".\n");
        for (var session : report.sessions()) {
            if (session.lost() > 0 || session.name() == RepairReport.Name.LOST) {
                text.append(line(session)).append('\n');
            }
        }
        if (report.lost() == 0 && report.unreadable() == 0) {
            text.append("Nothing is known to be lost.\n");
        } else {
            text.append("Lost: ").append(report.lost()).append(" events of these sessions");
            if (report.unreadable() > 0) {
                text.append(", and ").append(report.unreadable()).append(" rows that can be told to no session");
            }
            text.append(".\n");
        }
        return text.append("The damaged database ")
                .append(report.damaged())
                .append(" is as it was. To use the new one: zavora-cli sessions restore ")
                .append(report.repaired().file())
                .append(" --force\n")
                .toString();
    }

    private static String line(SavedSession session) {
        return "- " + ControlFilter.line(session.key().id()) + ": " + session.recovered() + " events saved, "
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
                .put("repaired", report.repaired().file().toString())
                .put("damaged", report.damaged().toString())
                .put("sessions_saved", report.repaired().sessions())
                .put("events_saved", report.repaired().events())
                .put("events_lost", report.lost())
                .put("rows_unreadable", report.unreadable())
                .put("sessions", JsonValue.array(sessions))
                .build();
    }
}

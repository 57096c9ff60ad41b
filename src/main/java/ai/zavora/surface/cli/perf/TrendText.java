package ai.zavora.surface.cli.perf;

import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.perf.TrendReport;
import ai.zavora.surface.cli.page.Columns;

/** Measurements over time as text. */
public final class TrendText {
    /** Names are listed up to that many, so that a report stays one screen. */
    private static final int MOST_NAMES = 5;

    private final TrendReport report;
    private final String history;
    private final StringBuilder text = new StringBuilder();

    public TrendText(TrendReport report, String history) {
        this.report = report;
        this.history = history;
    }

    /** The whole text; ends with a line feed. */
    public String text() {
        text.setLength(0);
        line("Performance report: " + name(history));
        line("Runs: " + report.runs() + " (malformed lines: " + report.malformed() + ")");
        line("Baseline: "
                + report.baseline()
                        .map(baseline -> name(baseline.version())
                                + baseline.machine()
                                        .map(machine -> ", " + name(machine))
                                        .orElse(""))
                        .orElse("none"));
        if (report.onAnotherMachine()) {
            line("Note: the newest figures are from another machine than the baseline. Compare with care.");
        }
        figures();
        missing();
        regressions();
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    private void figures() {
        var suite = "";
        var table = new Columns();
        for (var trend : report.trends()) {
            if (!trend.suite().equals(suite)) {
                if (!suite.isEmpty()) {
                    table.appendTo(text);
                }
                suite = trend.suite();
                line("\n" + name(suite) + ":");
                table = new Columns();
                table.row("", "last", "median before", "baseline", "change", "");
            }
            table.row(
                    name(trend.name()),
                    Shown.value(trend.name(), trend.last().value()),
                    Shown.value(trend.name(), trend.medianOfPrevious()),
                    Shown.expected(trend),
                    Shown.change(trend),
                    Shown.verdict(trend));
        }
        if (!suite.isEmpty()) {
            table.appendTo(text);
        }
    }

    private void missing() {
        var missing = report.missing();
        if (!missing.isEmpty()) {
            var first = missing.subList(0, Math.min(MOST_NAMES, missing.size()));
            line("\nNot measured in the newest run, but in the baseline: "
                    + name(String.join(", ", first))
                    + (first.size() < missing.size() ? " and " + (missing.size() - first.size()) + " more" : ""));
        }
    }

    private void regressions() {
        var regressions = report.regressions();
        if (report.baseline().isEmpty()) {
            line("\nRegressions: not judged, there is no baseline");
        } else if (regressions.isEmpty()) {
            line("\nRegressions: none, " + report.compared() + " figures compared");
        } else {
            line("\nRegressions:");
            regressions.forEach(trend -> line("  " + name(Shown.regression(trend))));
        }
    }

    private static String name(String name) {
        return ControlFilter.line(name);
    }

    /** What is said where there is nothing to report on. */
    public static String nothing(String history) {
        return "No measurements yet: " + name(Redaction.keys(history))
                + " does not exist. make perf-check and make bench write it.\n";
    }
}

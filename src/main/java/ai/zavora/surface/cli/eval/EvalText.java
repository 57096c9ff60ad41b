package ai.zavora.surface.cli.eval;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.eval.CaseReport;
import ai.zavora.core.eval.EvalReport;
import java.util.Locale;

/**
 * A report on a data set as text.
 *
 * @param report what came out
 * @param file where the whole report is
 */
public record EvalText(EvalReport report, String file) {
    private static final int MOST_FAILED = 20;
    private static final int MOST_CHARACTERS = 80;

    public EvalText {
        requireNonNull(report, "report is null");
        requireNonNull(file, "file is null");
    }

    /** The whole text; ends with a line feed. */
    public String text() {
        var dataset = report.dataset();
        var text = new StringBuilder();
        text.append("Eval ")
                .append(shown(dataset.name() + " " + dataset.version()))
                .append(": ")
                .append(report.passedCases())
                .append(" of ")
                .append(report.cases().size())
                .append(" cases passed, rate ")
                .append(number(report.passRate()))
                .append(", needed ")
                .append(number(report.failUnder()))
                .append('\n');
        failed(text);
        text.append("Benchmark: ")
                .append(report.effort().iterations())
                .append(" iterations, avg ")
                .append(number(report.averageLatencyMillis()))
                .append(" ms, p50 ")
                .append(number(report.latencyMillis(0.50)))
                .append(" ms, p95 ")
                .append(number(report.latencyMillis(0.95)))
                .append(" ms, ")
                .append(number(report.throughput()))
                .append(" queries/s\n");
        return text.append("Report: ")
                .append(ControlFilter.line(file))
                .append('\n')
                .toString();
    }

    private void failed(StringBuilder text) {
        var failed = report.failed();
        for (var report : failed.subList(0, Math.min(MOST_FAILED, failed.size()))) {
            text.append("  failed  ").append(why(report)).append('\n');
        }
        if (failed.size() > MOST_FAILED) {
            text.append("  and ").append(failed.size() - MOST_FAILED).append(" more, all of them in the report\n");
        }
    }

    private static String why(CaseReport report) {
        var score = report.score();
        return shown(report.id()) + ": " + score.matched() + " of " + score.terms() + " terms, needed " + score.needed()
                + ", missing " + shown(String.join(", ", score.missing()));
    }

    private static String shown(String text) {
        return ControlFilter.line(text, MOST_CHARACTERS);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}

package ai.zavora.surface.cli.telemetry;

import ai.zavora.base.text.Redaction;
import ai.zavora.core.telemetry.Breakdown;
import ai.zavora.core.telemetry.Coverage;
import ai.zavora.core.telemetry.Finding;
import ai.zavora.core.telemetry.Latency;
import ai.zavora.core.telemetry.TelemetryReport;
import ai.zavora.surface.cli.page.Columns;
import java.util.Locale;

/** A report as text. */
public final class ReportText {
    private static final int TOP = 5;

    private final TelemetryReport report;
    private final Prices prices;
    private final StringBuilder text = new StringBuilder();

    public ReportText(TelemetryReport report, Prices prices) {
        this.report = report;
        this.prices = prices;
    }

    /** The whole text; ends with a line feed. */
    public String text() {
        text.setLength(0);
        coverage();
        totals();
        commands();
        tools();
        models();
        guardrails();
        findings();
        return text.toString();
    }

    private StringBuilder line(String line) {
        return text.append(line).append('\n');
    }

    private void coverage() {
        var coverage = report.coverage();
        line("Telemetry report: "
                + Figures.name(coverage.files().getFirst().path().toString()));
        var lines = coverage.lines();
        line("Lines in file: "
                + (lines.exactness() == Coverage.Exactness.EXACT
                        ? lines.count()
                        : "about " + lines.count() + ", estimated from "
                                + Figures.bytes(coverage.files().getFirst().bytes())));
        for (var older : coverage.files().subList(1, coverage.files().size())) {
            line("Read as well: " + Figures.name(older.path().toString()) + ", " + Figures.bytes(older.bytesRead())
                    + " of " + Figures.bytes(older.bytes()));
        }
        var skipped = coverage.skipped();
        line("Events analysed: " + report.totals().events() + " (parse_errors=" + skipped.parseErrors() + " foreign="
                + skipped.foreign() + ")"
                + (coverage.scope() == Coverage.Scope.TAIL ? ", the tail only; --limit 0 reads all" : ""));
        coverage.since()
                .ifPresent(since -> line("Since: " + since + ", left out: " + skipped.earlier()
                        + " records before it or without a time"));
    }

    private void totals() {
        var totals = report.totals();
        var runs = totals.runs();
        line("Unique runs: " + (runs.exactness() == Coverage.Exactness.EXACT ? "" : "about ") + runs.count());
        var commands = totals.commands();
        line("Commands: completed=" + commands.succeeded() + " failed="
                + (commands.failed() + commands.interrupted())
                + (commands.interrupted() > 0 ? ", " + commands.interrupted() + " of them interrupted" : ""));
        var turns = totals.turns();
        if (turns.started() > 0) {
            line("Turns of the server: completed=" + turns.succeeded() + " failed="
                    + (turns.failed() + turns.interrupted())
                    + (turns.interrupted() > 0 ? ", " + turns.interrupted() + " of them refused or interrupted" : ""));
        }
        var tools = totals.tools();
        line("Tools: requested=" + tools.started() + " succeeded=" + tools.succeeded() + " failed=" + tools.failed()
                + (tools.interrupted() > 0 ? " refused=" + tools.interrupted() : ""));
        line("Top commands by events:");
        var top = report.breakdown().commands();
        if (top.isEmpty()) {
            line("  none");
        }
        for (var command : top.subList(0, Math.min(TOP, top.size()))) {
            line("  " + Figures.name(command.name()) + ": " + command.events() + " events");
        }
        line("Last event: "
                + totals.span()
                        .last()
                        .map(last -> "ts_unix_ms=" + last.toEpochMilli() + " (" + last + ")")
                        .orElse("none with a time"));
        if (totals.span().ahead() > 0) {
            line("Records dated after now, by a wrong clock: " + totals.span().ahead()
                    + "; what is judged by time goes without them");
        }
        if (totals.dropped() > 0) {
            line("Records lost before they were written: " + totals.dropped());
        }
    }

    private void commands() {
        if (report.breakdown().commands().isEmpty()) {
            return;
        }
        line("\nCommands:");
        var table = new Columns();
        table.row("", "started", "completed", "failed", "interrupted", "errors", "p50", "p95");
        for (var command : report.breakdown().commands()) {
            var outcomes = command.outcomes();
            table.row(
                    Figures.name(command.name()),
                    Figures.count(outcomes.started()),
                    Figures.count(outcomes.succeeded()),
                    Figures.count(outcomes.failed()),
                    Figures.count(outcomes.interrupted()),
                    outcomes.ended() == 0 ? "-" : Figures.percent(outcomes.errorRate()),
                    p50(command.latency()),
                    p95(command.latency()));
        }
        table.appendTo(text);
    }

    private void tools() {
        if (report.breakdown().tools().isEmpty()) {
            return;
        }
        line("\nTools:");
        var table = new Columns();
        table.row("", "requested", "succeeded", "failed", "refused", "errors", "in a row", "p50", "p95");
        for (var tool : report.breakdown().tools()) {
            var outcomes = tool.outcomes();
            table.row(
                    Figures.name(tool.name()),
                    Figures.count(outcomes.started()),
                    Figures.count(outcomes.succeeded()),
                    Figures.count(outcomes.failed()),
                    Figures.count(outcomes.interrupted()),
                    outcomes.ended() == 0 ? "-" : Figures.percent(outcomes.errorRate()),
                    Figures.count(tool.failuresInARow()),
                    p50(tool.latency()),
                    p95(tool.latency()));
        }
        table.appendTo(text);
    }

    private void models() {
        if (report.breakdown().models().isEmpty()) {
            return;
        }
        line("\nModels, in tokens:");
        var table = new Columns();
        table.row(
                "",
                "requests",
                "failed",
                "errors",
                "retries",
                "input",
                "cached",
                "cache writes",
                "output",
                "p50",
                "p95",
                "cost");
        for (var model : report.breakdown().models()) {
            var tokens = model.tokens();
            var cost = prices.cost(model);
            table.row(
                    Figures.name(model.name()),
                    Figures.count(model.outcomes().started()),
                    Figures.count(model.outcomes().failed()),
                    model.outcomes().ended() == 0
                            ? "-"
                            : Figures.percent(model.outcomes().errorRate()),
                    Figures.count(model.retries()),
                    Figures.count(tokens.inputTokens()),
                    Figures.count(tokens.cacheReadTokens()),
                    Figures.count(tokens.cacheWriteTokens()),
                    Figures.count(tokens.generatedTokens()),
                    p50(model.latency()),
                    p95(model.latency()),
                    cost.isPresent() ? Figures.money(cost.getAsDouble(), prices.currency()) : "-");
        }
        table.appendTo(text);
    }

    private void guardrails() {
        if (report.breakdown().guardrails().isEmpty()) {
            return;
        }
        line("\nGuardrails:");
        for (Breakdown.OfGuardrail guardrail : report.breakdown().guardrails()) {
            line("  " + guardrail.direction() + " " + guardrail.action() + ": " + guardrail.events() + " ("
                    + guardrail.hits() + " hits)");
        }
    }

    private void findings() {
        line("\nFindings:");
        for (var finding : report.findings()) {
            var level = finding.level().name().toLowerCase(Locale.ROOT);
            line("  " + level + " ".repeat(6 - level.length()) + finding.id() + ": " + Figures.name(finding.seen()));
            if (finding.level() != Finding.Level.OK) {
                line("        " + finding.threshold());
                line("        " + finding.advice());
            }
        }
    }

    private static String p50(Latency latency) {
        return latency.count() == 0 ? "-" : Figures.millis(latency.p50());
    }

    private static String p95(Latency latency) {
        return latency.count() == 0 ? "-" : Figures.millis(latency.p95());
    }

    /** What is said where there is nothing to report on. */
    public static String nothing(String path) {
        return "No telemetry yet: " + Figures.name(Redaction.keys(path)) + " does not exist.\n";
    }
}

package ai.zavora.surface.cli.telemetry;

import ai.zavora.core.telemetry.Breakdown;
import ai.zavora.core.telemetry.Coverage;
import ai.zavora.core.telemetry.Finding;
import ai.zavora.core.telemetry.Latency;
import ai.zavora.core.telemetry.TelemetryReport;
import ai.zavora.core.telemetry.Timeline.Window;
import ai.zavora.surface.cli.page.Markup;
import ai.zavora.surface.cli.page.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as one page that needs nothing but itself: no script, no font, no address. Light, dark and on paper. */
public final class ReportPage {
    private static final String TITLE = "Telemetry report";

    private final TelemetryReport report;
    private final Prices prices;
    private final Markup page = new Markup();

    public ReportPage(TelemetryReport report, Prices prices) {
        this.report = report;
        this.prices = prices;
    }

    /** The whole page. */
    public String html() {
        return Page.html(TITLE, page, this::body);
    }

    /** The page where there is nothing to report on. */
    public static String nothing(String path) {
        return Page.nothing(TITLE, ReportText.nothing(path));
    }

    private void body() {
        page.element("header", Map.of(), () -> page.text("h1", TITLE).text("p", Map.of("class", "note"), subtitle()));
        page.element("section", Map.of("class", "tiles"), this::tiles);
        section("Findings", this::findings);
        timeline();
        latencies();
        tokens();
        guardrails();
        new PageTables(page, report.breakdown(), prices).write();
        page.text("footer", footer());
    }

    private String subtitle() {
        var span = report.totals().span();
        return Figures.name(report.coverage().files().getFirst().path().toString())
                + span.first()
                        .map(first -> " · " + first + " to " + span.last().orElse(first))
                        .orElse("");
    }

    private void tiles() {
        var totals = report.totals();
        tile(Figures.count(totals.events()), "events");
        tile(
                (totals.runs().exactness() == Coverage.Exactness.ESTIMATED ? "≈ " : "")
                        + Figures.count(totals.runs().count()),
                "runs");
        tile(Figures.count(totals.commands().succeeded()), "commands completed");
        tile(Figures.percent(totals.commands().errorRate()), "commands failed");
        if (totals.turns().started() > 0) {
            tile(Figures.count(totals.turns().succeeded()), "turns of the server completed");
            tile(Figures.percent(totals.turns().errorRate()), "turns of the server failed");
        }
        tile(Figures.count(totals.tools().started()), "tool calls");
        tile(Figures.percent(totals.tools().errorRate()), "tool calls failed");
        tile(
                Figures.rounded(report.breakdown().models().stream()
                        .mapToLong(model -> model.tokens().total())
                        .sum()),
                "tokens");
    }

    private void tile(String figure, String what) {
        page.element("div", Map.of(), () -> page.text("b", figure).text("span", what));
    }

    private void section(String title, Markup.Content content) {
        page.element("section", Map.of(), () -> {
            page.text("h2", title);
            content.write();
        });
    }

    private void findings() {
        page.element("ul", Map.of("class", "findings"), () -> report.findings().forEach(finding -> {
            var level = finding.level().name().toLowerCase(Locale.ROOT);
            page.element("li", Map.of(), () -> {
                page.text("b", Map.of("class", "badge " + level), level)
                        .text("code", finding.id())
                        .text("span", " " + Figures.name(finding.seen()));
                page.text(
                        "p",
                        Map.of("class", "note"),
                        finding.level() == Finding.Level.OK
                                ? finding.threshold()
                                : finding.threshold() + ". " + finding.advice());
            });
        }));
    }

    private void timeline() {
        var columns = new Columned(page, report.timeline());
        if (report.timeline().windows().isEmpty()) {
            return;
        }
        var each = " per " + width(columns.minutes()) + ", UTC";
        section("Events over time", () -> {
            page.text("p", Map.of("class", "note"), "events" + each);
            columns.draw("Events over time", List.of(new Columned.Part("a", "events", Window::events)));
        });
        section("Failures over time", () -> {
            legend(List.of("d", "failed commands", "c", "failed tool calls", "e", "blocked by a guardrail"), each);
            columns.draw(
                    "Failures over time",
                    List.of(
                            new Columned.Part("d", "failed commands", Window::failed),
                            new Columned.Part("c", "failed tool calls", Window::toolFailures),
                            new Columned.Part("e", "blocked by a guardrail", Window::blocked)));
        });
    }

    private static String width(long minutes) {
        return minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
    }

    /** @param styles style classes and names in turn */
    private void legend(List<String> styles, String behind) {
        page.element("p", Map.of("class", "note legend"), () -> {
            for (var i = 0; i < styles.size(); i += 2) {
                var name = styles.get(i + 1);
                var style = "key " + styles.get(i);
                page.element("span", Map.of("class", "item"), () -> page.text("i", Map.of("class", style), " ")
                        .text("span", name));
            }
            page.text("span", behind);
        });
    }

    private void latencies() {
        var breakdown = report.breakdown();
        latency(
                "Latency by command",
                breakdown.commands().stream()
                        .map(command -> latencyRow(command.name(), command.latency()))
                        .toList());
        latency(
                "Latency by tool",
                breakdown.tools().stream()
                        .map(tool -> latencyRow(tool.name(), tool.latency()))
                        .toList());
        latency(
                "Latency by model",
                breakdown.models().stream()
                        .map(model -> latencyRow(model.name(), model.latency()))
                        .toList());
    }

    private static Bars.Row latencyRow(String name, Latency latency) {
        return new Bars.Row(
                Figures.name(name),
                List.of(latency.p50(), latency.p95()),
                latency.count() == 0 ? "" : Figures.millis(latency.p50()) + " / " + Figures.millis(latency.p95()));
    }

    private void latency(String title, List<Bars.Row> all) {
        var rows = all.stream().filter(row -> !row.label().isEmpty()).toList();
        if (rows.isEmpty()) {
            return;
        }
        section(title, () -> {
            legend(List.of("a", "p50", "b", "p95"), "");
            left(new Bars(page, List.of("a", "b"), Bars.Placing.BELOW_EACH_OTHER, Figures::millis).draw(title, rows));
        });
    }

    private void tokens() {
        var rows = new ArrayList<Bars.Row>();
        for (var model : report.breakdown().models()) {
            var tokens = model.tokens();
            if (tokens.total() > 0) {
                rows.add(new Bars.Row(
                        Figures.name(model.name()),
                        List.of(
                                tokens.inputTokens(),
                                tokens.cacheReadTokens(),
                                tokens.cacheWriteTokens(),
                                tokens.outputTokens(),
                                tokens.reasoningTokens()),
                        Figures.count(tokens.total())));
            }
        }
        if (rows.isEmpty()) {
            return;
        }
        section("Tokens by model", () -> {
            legend(
                    List.of(
                            "a",
                            "input",
                            "b",
                            "input from a cache",
                            "d",
                            "input written to a cache",
                            "c",
                            "output",
                            "e",
                            "reasoning"),
                    "");
            left(new Bars(page, List.of("a", "b", "d", "c", "e"), Bars.Placing.END_TO_END, Figures::count)
                    .draw("Tokens by model", rows));
        });
    }

    private void guardrails() {
        var rows = report.breakdown().guardrails().stream()
                .map((Breakdown.OfGuardrail guardrail) -> new Bars.Row(
                        guardrail.direction() + " " + guardrail.action(),
                        List.of(guardrail.events()),
                        Figures.count(guardrail.events()) + ", " + Figures.count(guardrail.hits()) + " hits"))
                .toList();
        if (!rows.isEmpty()) {
            section(
                    "Guardrails",
                    () -> left(new Bars(page, List.of("d"), Bars.Placing.END_TO_END, Figures::count)
                            .draw("Guardrails", rows)));
        }
    }

    private void left(int rows) {
        if (rows > 0) {
            page.text("p", Map.of("class", "note"), "and " + rows + " more in the tables below");
        }
    }

    private String footer() {
        var coverage = report.coverage();
        var skipped = coverage.skipped();
        return coverage.files().size() + " file(s), "
                + Figures.bytes(coverage.files().stream()
                        .mapToLong(Coverage.FileRead::bytesRead)
                        .sum())
                + " read"
                + (coverage.scope() == Coverage.Scope.TAIL ? ", the tail only" : "")
                + "; parse errors " + skipped.parseErrors() + ", foreign lines " + skipped.foreign()
                + ", dated after the report " + report.totals().span().ahead()
                + coverage.since().map(since -> "; since " + since).orElse("")
                + ". Percentiles are at most 1.6 % off.";
    }
}

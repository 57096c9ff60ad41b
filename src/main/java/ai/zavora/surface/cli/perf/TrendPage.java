package ai.zavora.surface.cli.perf;

import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.perf.Trend;
import ai.zavora.core.perf.Trend.Sample;
import ai.zavora.core.perf.Trend.Verdict;
import ai.zavora.core.perf.TrendReport;
import ai.zavora.surface.cli.page.LinePlot;
import ai.zavora.surface.cli.page.LinePlot.Point;
import ai.zavora.surface.cli.page.Markup;
import ai.zavora.surface.cli.page.Page;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Measurements over time as a page with a plot of each figure. */
public final class TrendPage {
    private static final String TITLE = "Performance report";

    private final TrendReport report;
    private final String history;
    private final Markup page = new Markup();

    public TrendPage(TrendReport report, String history) {
        this.report = report;
        this.history = history;
    }

    /** The whole page. */
    public String html() {
        return Page.html(TITLE, page, this::body);
    }

    /** The page where there is nothing to report on. */
    public static String nothing(String history) {
        return Page.nothing(TITLE, TrendText.nothing(history));
    }

    private void body() {
        page.element("header", Map.of(), () -> page.text("h1", TITLE)
                .text("p", Map.of("class", "note"), ControlFilter.line(history)));
        page.element("section", Map.of("class", "tiles"), () -> {
            tile(Integer.toString(report.runs()), "runs");
            tile(Long.toString(report.compared()), "figures compared");
            tile(Integer.toString(report.regressions().size()), "regressions");
            tile(
                    report.baseline()
                            .map(found -> ControlFilter.line(found.version()))
                            .orElse("none"),
                    "baseline");
        });
        section("Regressions", this::regressions);
        section("All figures", this::table);
        report.trends().forEach(this::plot);
        page.text(
                "footer",
                "Malformed lines: " + report.malformed()
                        + ". The dashed line is the baseline. Less is better, but for rates (/s).");
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

    private void regressions() {
        if (report.onAnotherMachine()) {
            note("The newest figures are from another machine than the baseline. Compare with care.");
        }
        if (report.baseline().isEmpty()) {
            note("Not judged, there is no baseline.");
        } else if (report.regressions().isEmpty()) {
            note("None.");
        } else {
            page.element("ul", Map.of("class", "findings"), () -> report.regressions()
                    .forEach(trend ->
                            page.element("li", Map.of(), () -> page.text("b", Map.of("class", "badge fail"), "worse")
                                    .text("span", ControlFilter.line(Shown.regression(trend))))));
        }
        if (!report.missing().isEmpty()) {
            note("Not measured in the newest run, but in the baseline: "
                    + ControlFilter.line(String.join(", ", report.missing())));
        }
    }

    private void note(String text) {
        page.text("p", Map.of("class", "note"), text);
    }

    private void table() {
        page.element(
                "div",
                Map.of("class", "wide"),
                () -> page.element("table", Map.of(), () -> {
                    page.element(
                            "thead",
                            Map.of(),
                            () -> row("th", List.of("", "last", "median before", "baseline", "change", "")));
                    page.element("tbody", Map.of(), () -> report.trends()
                            .forEach(trend -> row(
                                    "td",
                                    List.of(
                                            title(trend),
                                            Shown.value(
                                                    trend.name(), trend.last().value()),
                                            Shown.value(trend.name(), trend.medianOfPrevious()),
                                            Shown.expected(trend),
                                            Shown.change(trend),
                                            Shown.verdict(trend)))));
                }));
    }

    private void row(String element, List<String> cells) {
        page.element("tr", Map.of(), () -> cells.forEach(cell -> page.text(element, cell)));
    }

    private static String title(Trend trend) {
        return ControlFilter.line(trend.suite() + " " + trend.name());
    }

    private void plot(Trend trend) {
        section(title(trend), () -> {
            note(Shown.value(trend.name(), trend.last().value()) + ", " + Shown.change(trend)
                    + (trend.verdict() == Verdict.NOT_COMPARED ? "" : ", " + Shown.verdict(trend)));
            var base = trend.expected()
                    .map(expected -> OptionalDouble.of(expected.value()))
                    .orElse(OptionalDouble.empty());
            new LinePlot(page, value -> Shown.value(trend.name(), value))
                    .draw(
                            title(trend),
                            trend.samples().stream()
                                    .map(sample -> point(trend.name(), sample))
                                    .toList(),
                            base,
                            trend.verdict() == Verdict.REGRESSION ? "d" : "a");
        });
    }

    private static Point point(String name, Sample sample) {
        var run = sample.run();
        var told = Shown.value(name, sample.value()) + ", " + run.at()
                + run.version().map(version -> ", version " + version).orElse("")
                + run.commit().map(commit -> ", commit " + commit).orElse("")
                + run.machine().map(machine -> ", " + machine).orElse("");
        return new Point(sample.value(), ControlFilter.line(told));
    }
}

package ai.zavora.surface.cli.telemetry;

import ai.zavora.core.telemetry.Breakdown;
import ai.zavora.core.telemetry.Latency;
import ai.zavora.core.telemetry.Outcomes;
import ai.zavora.surface.cli.page.Markup;
import java.util.List;
import java.util.Map;

/** The figures of a report as tables of its page. */
final class PageTables {
    private final Markup page;
    private final Breakdown breakdown;
    private final Prices prices;

    PageTables(Markup page, Breakdown breakdown, Prices prices) {
        this.page = page;
        this.breakdown = breakdown;
        this.prices = prices;
    }

    void write() {
        table(
                "Commands",
                List.of("", "events", "started", "completed", "failed", "interrupted", "errors", "p50", "p95", "max"),
                breakdown.commands().stream()
                        .map(command -> List.of(
                                command.name(),
                                Figures.count(command.events()),
                                Figures.count(command.outcomes().started()),
                                Figures.count(command.outcomes().succeeded()),
                                Figures.count(command.outcomes().failed()),
                                Figures.count(command.outcomes().interrupted()),
                                errors(command.outcomes()),
                                time(command.latency(), command.latency().p50()),
                                time(command.latency(), command.latency().p95()),
                                time(command.latency(), command.latency().max())))
                        .toList());
        table(
                "Tools",
                List.of("", "requested", "succeeded", "failed", "refused", "errors", "in a row", "p50", "p95", "max"),
                breakdown.tools().stream()
                        .map(tool -> List.of(
                                tool.name(),
                                Figures.count(tool.outcomes().started()),
                                Figures.count(tool.outcomes().succeeded()),
                                Figures.count(tool.outcomes().failed()),
                                Figures.count(tool.outcomes().interrupted()),
                                errors(tool.outcomes()),
                                Figures.count(tool.failuresInARow()),
                                time(tool.latency(), tool.latency().p50()),
                                time(tool.latency(), tool.latency().p95()),
                                time(tool.latency(), tool.latency().max())))
                        .toList());
        table(
                "Models",
                List.of(
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
                        "cost"),
                breakdown.models().stream().map(this::model).toList());
    }

    private List<String> model(Breakdown.OfModel model) {
        var tokens = model.tokens();
        var cost = prices.cost(model);
        return List.of(
                model.name(),
                Figures.count(model.outcomes().started()),
                Figures.count(model.outcomes().failed()),
                errors(model.outcomes()),
                Figures.count(model.retries()),
                Figures.count(tokens.inputTokens()),
                Figures.count(tokens.cacheReadTokens()),
                Figures.count(tokens.cacheWriteTokens()),
                Figures.count(tokens.generatedTokens()),
                time(model.latency(), model.latency().p50()),
                time(model.latency(), model.latency().p95()),
                cost.isPresent() ? Figures.money(cost.getAsDouble(), prices.currency()) : "–");
    }

    private static String errors(Outcomes outcomes) {
        return outcomes.ended() == 0 ? "–" : Figures.percent(outcomes.errorRate());
    }

    private static String time(Latency latency, long millis) {
        return latency.count() == 0 ? "–" : Figures.millis(millis);
    }

    private void table(String title, List<String> heads, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        page.element("section", Map.of(), () -> {
            page.text("h2", title);
            page.element(
                    "div",
                    Map.of("class", "wide"),
                    () -> page.element("table", Map.of(), () -> {
                        page.element(
                                "thead",
                                Map.of(),
                                () -> page.element("tr", Map.of(), () -> heads.forEach(head -> page.text("th", head))));
                        page.element(
                                "tbody",
                                Map.of(),
                                () -> rows.forEach(row -> page.element(
                                        "tr",
                                        Map.of(),
                                        () -> row.forEach(cell -> page.text("td", Figures.name(cell))))));
                    }));
        });
    }
}

package ai.zavora.surface.cli.perf;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.perf.Baseline;
import ai.zavora.core.perf.Baseline.Expected;
import ai.zavora.core.perf.Trend;
import ai.zavora.core.perf.TrendReport;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Measurements over time as one JSON object. */
public final class TrendJson {
    private final TrendReport report;
    private final String history;

    public TrendJson(TrendReport report, String history) {
        this.report = report;
        this.history = history;
    }

    /** The object. */
    public JsonValue.Obj json() {
        return JsonValue.object()
                .put("found", true)
                .put("history", history)
                .put("runs", report.runs())
                .put("malformed", report.malformed())
                .putOrNull("baseline_version", report.baseline().map(Baseline::version))
                .put("another_machine", report.onAnotherMachine())
                .put("compared", report.compared())
                .put(
                        "figures",
                        JsonValue.array(
                                report.trends().stream().map(TrendJson::figure).toList()))
                .put("missing", JsonValue.of(report.missing()))
                .put(
                        "regressions",
                        JsonValue.of(report.regressions().stream()
                                .map(trend -> trend.suite() + " " + trend.name())
                                .toList()))
                .build();
    }

    private static JsonValue.Obj figure(Trend trend) {
        var last = trend.last();
        return JsonValue.object()
                .put("suite", trend.suite())
                .put("name", trend.name())
                .put("samples", trend.samples().size())
                .put("last", JsonValue.of(last.value()))
                .put("last_at", last.run().at().toString())
                .putOrNull("last_commit", last.run().commit())
                .put("median_of_previous", number(trend.medianOfPrevious()))
                .put("baseline", number(trend.expected().map(Expected::value)))
                .put("tolerance", number(trend.expected().map(Expected::tolerance)))
                .put("change", number(trend.change()))
                .put("more_is_better", trend.moreIsBetter())
                .put("verdict", trend.verdict().name().toLowerCase(Locale.ROOT))
                .build();
    }

    private static JsonValue number(OptionalDouble number) {
        return number.isPresent() ? number(Optional.of(number.getAsDouble())) : JsonValue.Null.NULL;
    }

    /** A quotient of figures can be beyond what a number can hold. */
    private static JsonValue number(Optional<Double> number) {
        return number.filter(Double::isFinite).<JsonValue>map(JsonValue::of).orElse(JsonValue.Null.NULL);
    }

    /** What is said where there is nothing to report on. */
    public static JsonValue.Obj nothing(String history) {
        return JsonValue.object().put("found", false).put("history", history).build();
    }
}

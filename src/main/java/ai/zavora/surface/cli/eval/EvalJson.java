package ai.zavora.surface.cli.eval;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.eval.CaseReport;
import ai.zavora.core.eval.EvalReport;
import ai.zavora.core.eval.RunEnvironment;
import ai.zavora.core.eval.Timing;
import java.util.List;
import java.util.function.Function;

/**
 * A report on a data set as one JSON object.
 *
 * @param report what came out
 * @param source where the data set was
 * @param environment where it was measured
 */
public record EvalJson(EvalReport report, String source, RunEnvironment environment) {
    private static final String SCHEMA = "zavora.eval.v1";
    private static final String SCORING = "lexical";

    public EvalJson {
        requireNonNull(report, "report is null");
        requireNonNull(source, "source is null");
        requireNonNull(environment, "environment is null");
    }

    /** The object. */
    public JsonValue.Obj json() {
        var dataset = report.dataset();
        return JsonValue.object()
                .put("schema_version", SCHEMA)
                .put("generated_at_unix_ms", report.generatedAt().toEpochMilli())
                .put("dataset_name", dataset.name())
                .put("dataset_version", dataset.version())
                .put("dataset_description", dataset.description())
                .put("dataset_source", source)
                .put("scoring", SCORING)
                .put("benchmark_iterations", report.effort().iterations())
                .put("warm_up_ms", rounded(report.effort().warmUpNanos() / 1e6))
                .put("total_cases", report.cases().size())
                .put("passed_cases", report.passedCases())
                .put("failed_cases", report.failed().size())
                .put("pass_rate", rounded(report.passRate()))
                .put("fail_under", JsonValue.of(report.failUnder()))
                .put("passed_threshold", report.passedThreshold())
                .put("avg_latency_ms", rounded(report.averageLatencyMillis()))
                .put("p50_latency_ms", rounded(report.latencyMillis(0.50)))
                .put("p95_latency_ms", rounded(report.latencyMillis(0.95)))
                .put("throughput_qps", rounded(report.throughput()))
                .put("latency_us", latency())
                .put("environment", environmentJson())
                .put("case_reports", list(report.cases(), EvalJson::caseReport))
                .build();
    }

    /** The same latencies finer, since most are far below a millisecond. */
    private JsonValue latency() {
        return JsonValue.object()
                .put("avg", rounded(1000 * report.averageLatencyMillis()))
                .put("p50", rounded(1000 * report.latencyMillis(0.50)))
                .put("p95", rounded(1000 * report.latencyMillis(0.95)))
                .put("max", rounded(1000 * report.latencyMillis(1)))
                .build();
    }

    private JsonValue environmentJson() {
        return JsonValue.object()
                .put("java", environment.java())
                .put("os", environment.os())
                .put("cpus", environment.cpus())
                .put("version", environment.version())
                .putOrNull("commit", environment.commit())
                .build();
    }

    private static JsonValue caseReport(CaseReport report) {
        var score = report.score();
        return JsonValue.object()
                .put("id", report.id())
                .put("passed", score.passed())
                .put("required_terms", score.terms())
                .put("needed_terms", score.needed())
                .put("matched_terms", score.matched())
                .put("missing_terms", JsonValue.of(score.missing()))
                .put("retrieved_chunks", report.chosen().size())
                .put("retrieved", list(report.chosen(), EvalJson::chosen))
                .put("top_score", report.topScore())
                .put("avg_latency_ms", rounded(report.timing().averageMillis()))
                .put("timing_us", timing(report.timing()))
                .build();
    }

    private static JsonValue chosen(CaseReport.Chosen chosen) {
        return JsonValue.object()
                .put("source", chosen.source())
                .put("score", chosen.score())
                .build();
    }

    private static JsonValue timing(Timing timing) {
        return JsonValue.object()
                .put("avg", rounded(1000 * timing.averageMillis()))
                .put("min", rounded(timing.minNanos() / 1e3))
                .put("p50", rounded(timing.p50Nanos() / 1e3))
                .put("p95", rounded(timing.p95Nanos() / 1e3))
                .put("max", rounded(timing.maxNanos() / 1e3))
                .build();
    }

    private static <T> JsonValue list(List<T> items, Function<T, JsonValue> toJson) {
        return JsonValue.array(items.stream().map(toJson).toList());
    }

    private static JsonValue rounded(double value) {
        return JsonValue.of(Math.round(value * 1000) / 1000.0);
    }
}

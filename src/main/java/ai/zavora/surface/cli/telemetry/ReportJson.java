package ai.zavora.surface.cli.telemetry;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.telemetry.Breakdown;
import ai.zavora.core.telemetry.Coverage;
import ai.zavora.core.telemetry.Finding;
import ai.zavora.core.telemetry.Latency;
import ai.zavora.core.telemetry.Outcomes;
import ai.zavora.core.telemetry.TelemetryReport;
import ai.zavora.core.telemetry.Timeline;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A report as one JSON object. */
public final class ReportJson {
    /** Enough for a plot, and a bound for the object. */
    private static final int WINDOWS = 240;

    private final TelemetryReport report;
    private final Prices prices;

    public ReportJson(TelemetryReport report, Prices prices) {
        this.report = report;
        this.prices = prices;
    }

    /** The object. */
    public JsonValue.Obj json() {
        var coverage = report.coverage();
        var totals = report.totals();
        var json = JsonValue.object().put("found", true);
        coverage(json, coverage);
        json.put("events", totals.events());
        json.put("runs", totals.runs().count())
                .put("runs_exact", exact(totals.runs().exactness()));
        var commands = totals.commands();
        json.put("commands", outcomes(commands, "started", "completed").build());
        json.put("server_turns", outcomes(totals.turns(), "ended", "completed").build());
        json.put("tools", calls(totals.tools()));
        json.put("dropped", totals.dropped());
        time(json, "first_ts_unix_ms", totals.span().first());
        time(json, "last_ts_unix_ms", totals.span().last());
        json.put("future_events", totals.span().ahead());
        var breakdown = report.breakdown();
        json.put("by_command", list(breakdown.commands(), ReportJson::command))
                .put("by_tool", list(breakdown.tools(), ReportJson::tool))
                .put("by_model", list(breakdown.models(), this::model))
                .put("guardrails", list(breakdown.guardrails(), ReportJson::guardrail))
                .put("findings", list(report.findings(), ReportJson::finding))
                .put("timeline", timeline(report.timeline().inAtMost(WINDOWS)));
        return json.build();
    }

    /** What is said where there is nothing to report on. */
    public static JsonValue.Obj nothing(String path) {
        return JsonValue.object().put("found", false).put("path", path).build();
    }

    private static void coverage(JsonValue.ObjectBuilder json, Coverage coverage) {
        var skipped = coverage.skipped();
        json.put("path", coverage.files().getFirst().path().toString())
                .put("files", list(coverage.files(), file -> JsonValue.object()
                        .put("path", file.path().toString())
                        .put("bytes", file.bytes())
                        .put("bytes_read", file.bytesRead())
                        .build()))
                .put("scope", word(coverage.scope()))
                .putOrNull("since", coverage.since().map(Instant::toString))
                .put("lines", coverage.lines().count())
                .put("lines_exact", exact(coverage.lines().exactness()));
        json.put("parse_errors", skipped.parseErrors())
                .put("malformed", skipped.malformed())
                .put("incomplete", skipped.incomplete())
                .put("foreign", skipped.foreign())
                .put("earlier", skipped.earlier());
    }

    private static boolean exact(Coverage.Exactness exactness) {
        return exactness == Coverage.Exactness.EXACT;
    }

    private static void time(JsonValue.ObjectBuilder json, String name, Optional<Instant> time) {
        json.put(name, time.map(at -> JsonValue.of(at.toEpochMilli())).orElse(JsonValue.Null.NULL));
    }

    private static <T> JsonValue list(List<T> items, Function<T, JsonValue> toJson) {
        return JsonValue.array(items.stream().map(toJson).toList());
    }

    private static JsonValue.ObjectBuilder outcomes(Outcomes outcomes, String started, String succeeded) {
        return JsonValue.object()
                .put(started, outcomes.started())
                .put(succeeded, outcomes.succeeded())
                .put("failed", outcomes.failed() + outcomes.interrupted())
                .put("interrupted", outcomes.interrupted())
                .put("error_rate", rounded(outcomes.errorRate()));
    }

    /** A call that was not allowed did not fail. */
    private static JsonValue.Obj calls(Outcomes outcomes) {
        return JsonValue.object()
                .put("requested", outcomes.started())
                .put("succeeded", outcomes.succeeded())
                .put("failed", outcomes.failed())
                .put("refused", outcomes.interrupted())
                .put("error_rate", rounded(outcomes.errorRate()))
                .build();
    }

    private static JsonValue rounded(double value) {
        return JsonValue.of(Math.round(value * 10_000) / 10_000.0);
    }

    private static JsonValue command(Breakdown.OfCommand command) {
        return JsonValue.object()
                .put("command", command.name())
                .put("events", command.events())
                .putAll(outcomes(command.outcomes(), "started", "completed").build())
                .put("duration_ms", latency(command.latency()))
                .build();
    }

    private static JsonValue tool(Breakdown.OfTool tool) {
        return JsonValue.object()
                .put("tool", tool.name())
                .putAll(calls(tool.outcomes()))
                .put("failures_in_a_row", tool.failuresInARow())
                .put("duration_ms", latency(tool.latency()))
                .build();
    }

    private JsonValue model(Breakdown.OfModel model) {
        var tokens = model.tokens();
        var json = JsonValue.object()
                .put("provider", model.provider())
                .put("model", model.model())
                .putAll(outcomes(model.outcomes(), "requests", "replies").build())
                .put("retries", model.retries())
                .put("input_tokens", tokens.inputTokens())
                .put("cache_read_tokens", tokens.cacheReadTokens())
                .put("cache_write_tokens", tokens.cacheWriteTokens())
                .put("output_tokens", tokens.outputTokens())
                .put("reasoning_tokens", tokens.reasoningTokens());
        prices.cost(model)
                .ifPresent(cost -> json.put(
                        "cost",
                        JsonValue.object()
                                .put("amount", JsonValue.of(Math.round(cost * 1e6) / 1e6))
                                .put("currency", prices.currency())
                                .build()));
        return json.put("latency_ms", latency(model.latency())).build();
    }

    private static JsonValue guardrail(Breakdown.OfGuardrail guardrail) {
        return JsonValue.object()
                .put("direction", guardrail.direction())
                .put("action", guardrail.action())
                .put("events", guardrail.events())
                .put("hits", guardrail.hits())
                .build();
    }

    private static JsonValue finding(Finding finding) {
        return JsonValue.object()
                .put("id", finding.id())
                .put("level", word(finding.level()))
                .put("seen", finding.seen())
                .put("threshold", finding.threshold())
                .put("advice", finding.advice())
                .build();
    }

    private static JsonValue latency(Latency latency) {
        if (latency.count() == 0) {
            return JsonValue.Null.NULL;
        }
        return JsonValue.object()
                .put("count", latency.count())
                .put("p50", latency.p50())
                .put("p95", latency.p95())
                .put("max", latency.max())
                .build();
    }

    private static JsonValue timeline(Timeline timeline) {
        return JsonValue.object()
                .put("start", timeline.start().toString())
                .put("width_ms", timeline.width().toMillis())
                .put("windows", list(timeline.windows(), window -> JsonValue.object()
                        .put("events", window.events())
                        .put("ended", window.ended())
                        .put("failed", window.failed())
                        .put("tool_failures", window.toolFailures())
                        .put("blocked", window.blocked())
                        .build()))
                .build();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

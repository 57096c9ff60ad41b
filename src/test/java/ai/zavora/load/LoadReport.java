package ai.zavora.load;

import ai.zavora.base.json.JsonValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.TreeMap;

/**
 * What a load brought to light.
 *
 * @param elapsed from the first request that was measured to the end of the last
 */
public record LoadReport(Target target, int connections, Samples samples, Duration elapsed, Cost cost) {

    /**
     * What the load generator itself needed meanwhile.
     *
     * @param cpu of its whole process
     * @param connects how many new connections
     */
    record Cost(Duration cpu, int connects) {}

    /** How many requests were answered as wanted. */
    public int answered() {
        return samples.answers().count();
    }

    /** How many were not. */
    public long failed() {
        return samples.errors().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Answers a second. */
    public double rate() {
        return answered() / seconds(elapsed);
    }

    /** The report as scripts read it. */
    public JsonValue.Obj toJson() {
        var errors = JsonValue.object();
        new TreeMap<>(samples.errors()).forEach(errors::put);
        return JsonValue.object()
                .put("method", target.method().name())
                .put("url", target.address().toString())
                .put("connections", connections)
                .put("seconds", rounded(seconds(elapsed), 3))
                .put("answered", answered())
                .put("failed", failed())
                .put("errors", errors.build())
                .put("requests_per_second", rounded(rate(), 1))
                .put("bytes", samples.bytes())
                .put("answer", samples.answers().toJson())
                .put("events", events())
                .put("generator", generator())
                .build();
    }

    private JsonValue.Obj events() {
        return JsonValue.object()
                .put("count", samples.events())
                .put("first", samples.firstEvents().toJson())
                .put("last", samples.lastEvents().toJson())
                .put("gap", samples.gaps().toJson())
                .build();
    }

    private JsonValue.Obj generator() {
        var cpu = seconds(cost.cpu);
        return JsonValue.object()
                .put("cpu_seconds", rounded(cpu, 3))
                .put("cpu_share_of_one_processor", rounded(cpu / seconds(elapsed), 3))
                .put("cpu_us_per_request", rounded(cpu * 1e6 / Math.max(1, answered() + failed()), 1))
                .put("connects", cost.connects)
                .build();
    }

    private static double seconds(Duration duration) {
        return Math.max(1, duration.toNanos()) / 1e9;
    }

    private static JsonValue rounded(double value, int places) {
        return new JsonValue.Num(
                BigDecimal.valueOf(value).setScale(places, RoundingMode.HALF_UP).toPlainString());
    }
}

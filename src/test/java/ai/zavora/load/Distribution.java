package ai.zavora.load;

import ai.zavora.base.json.JsonValue;
import java.math.BigDecimal;
import java.util.Arrays;

/** Times in order. */
final class Distribution {
    private final long[] sorted;

    private Distribution(long[] sorted) {
        this.sorted = sorted;
    }

    static Distribution of(LongList nanos) {
        return new Distribution(nanos.sorted());
    }

    int count() {
        return sorted.length;
    }

    /**
     * The smallest time that at least so many per cent of all do not exceed (nearest rank), in nanoseconds.
     *
     * @param percent from 1 to 100
     */
    long percentile(int percent) {
        var rank = (int) Math.ceilDiv((long) sorted.length * percent, 100L);
        return sorted[Math.max(rank, 1) - 1];
    }

    /** Milliseconds, to the thousandth; nothing but the count where there is none. */
    JsonValue.Obj toJson() {
        var json = JsonValue.object().put("sample_count", count());
        if (count() == 0) {
            return json.build();
        }
        return json.put(
                        "avg_ms",
                        millis(Math.round(Arrays.stream(sorted).average().orElseThrow())))
                .put("min_ms", millis(sorted[0]))
                .put("p50_ms", millis(percentile(50)))
                .put("p95_ms", millis(percentile(95)))
                .put("p99_ms", millis(percentile(99)))
                .put("max_ms", millis(sorted[count() - 1]))
                .build();
    }

    private static JsonValue millis(long nanos) {
        return new JsonValue.Num(BigDecimal.valueOf(Math.round(nanos / 1e3), 3).toPlainString());
    }
}

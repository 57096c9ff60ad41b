package ai.zavora.core.telemetry;

/**
 * How long something took, in milliseconds. The percentiles are exact below 64 ms and at most 1.6 % off above.
 *
 * @param count how many times were known
 */
public record Latency(long count, long p50, long p95, long max) {
    public static final Latency NONE = new Latency(0, 0, 0, 0);
}

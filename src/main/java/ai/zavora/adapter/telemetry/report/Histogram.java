package ai.zavora.adapter.telemetry.report;

import ai.zavora.core.telemetry.Latency;

/**
 * Counts durations in buckets whose width grows with the value: exact below 64 ms, and above it 32 buckets for each
 * doubling, of which the middle is taken. A percentile is therefore at most 1.6 % off, and the size is fixed.
 */
final class Histogram {
    /** Values below are buckets of their own. */
    private static final int EXACT = 64;
    /** Buckets per doubling: half of the exact ones. */
    private static final int STEPS = EXACT / 2;
    /** More than 34 years; longer is taken for that. */
    private static final long LONGEST = (1L << 40) - 1;

    private final long[] counts = new long[bucket(LONGEST) + 1];
    private long count;
    private long min = LONGEST;
    private long max;

    /** Adds one duration in milliseconds; a negative one is taken for 0. */
    void add(long millis) {
        var value = Math.clamp(millis, 0, LONGEST);
        counts[bucket(value)]++;
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
    }

    private static int bucket(long value) {
        if (value < EXACT) {
            return (int) value;
        }
        var shift = 63 - Long.numberOfLeadingZeros(value) - 5;
        return (int) (value >> shift) + shift * STEPS;
    }

    private static long middle(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        var shift = bucket / STEPS - 1;
        var first = (long) (bucket - shift * STEPS) << shift;
        return first + (1L << shift) / 2;
    }

    Latency latency() {
        return count == 0 ? Latency.NONE : new Latency(count, percentile(50), percentile(95), max);
    }

    /** The smallest value that at least so many per cent do not exceed. */
    private long percentile(int percent) {
        var rank = Math.ceilDiv(count * percent, 100);
        var seen = 0L;
        for (var i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.clamp(middle(i), min, max);
            }
        }
        return max;
    }
}

package ai.zavora.core.eval;

import java.util.Arrays;

/**
 * How long something took that was done again and again.
 *
 * @param iterations how often
 * @param totalNanos all of it
 * @param minNanos the shortest
 * @param p50Nanos what half of them took at most
 * @param p95Nanos what nearly all of them took at most
 * @param maxNanos the longest
 */
public record Timing(int iterations, long totalNanos, long minNanos, long p50Nanos, long p95Nanos, long maxNanos) {

    /** Sums up what each time took; sorts the array. */
    static Timing of(long[] nanos) {
        Arrays.sort(nanos);
        var total = 0L;
        for (var one : nanos) {
            total += one;
        }
        return new Timing(
                nanos.length,
                total,
                nanos[0],
                nanos[place(nanos.length, 0.50)],
                nanos[place(nanos.length, 0.95)],
                nanos[nanos.length - 1]);
    }

    /** The mean in milliseconds. */
    public double averageMillis() {
        return totalNanos / 1e6 / iterations;
    }

    /** Where the percentile stands among so many sorted values: the rank next to it, halves up. */
    static int place(int count, double share) {
        return (int) Math.round(share * (count - 1));
    }
}

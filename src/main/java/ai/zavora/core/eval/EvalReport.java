package ai.zavora.core.eval;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;

/**
 * How a data set went.
 *
 * @param dataset which it was
 * @param cases one report for each of its cases, in their order
 * @param effort how often each case was run
 * @param failUnder the share of cases that has to pass, from 0 to 1
 * @param generatedAt when it was made
 */
public record EvalReport(
        Dataset dataset, List<CaseReport> cases, Effort effort, double failUnder, Instant generatedAt) {
    public EvalReport {
        requireNonNull(dataset, "dataset is null");
        requireNonNull(effort, "effort is null");
        requireNonNull(generatedAt, "generatedAt is null");
        cases = List.copyOf(cases);
        if (!(failUnder >= 0 && failUnder <= 1)) {
            throw new IllegalArgumentException("a share is from 0 to 1");
        }
    }

    /**
     * How often each case was run.
     *
     * @param iterations timed, at least 1
     * @param warmUpNanos how long cases were run before, all together, untimed
     */
    public record Effort(int iterations, long warmUpNanos) {
        public Effort {
            if (iterations < 1 || warmUpNanos < 0) {
                throw new IllegalArgumentException("every case is run at least once");
            }
        }
    }

    /** Those that did not pass. */
    public List<CaseReport> failed() {
        return cases.stream().filter(report -> !report.score().passed()).toList();
    }

    /** How many passed. */
    public int passedCases() {
        return cases.size() - failed().size();
    }

    /** The share that passed, from 0 to 1. */
    public double passRate() {
        return (double) passedCases() / cases.size();
    }

    /** Whether enough passed. */
    public boolean passedThreshold() {
        return passRate() >= failUnder;
    }

    /** The mean of the cases' mean latencies, in milliseconds. */
    public double averageLatencyMillis() {
        return cases.stream()
                .mapToDouble(report -> report.timing().averageMillis())
                .average()
                .orElseThrow();
    }

    /** The mean latency, in milliseconds, that this share of the cases stays within. */
    public double latencyMillis(double share) {
        var sorted = cases.stream()
                .mapToDouble(report -> report.timing().averageMillis())
                .sorted()
                .toArray();
        return sorted[Timing.place(sorted.length, share)];
    }

    /** How many queries were answered in a second of timed work. */
    public double throughput() {
        var nanos = 0L;
        var queries = 0L;
        for (var report : cases) {
            nanos += report.timing().totalNanos();
            queries += report.timing().iterations();
        }
        // a clock that is too coarse to see anything must not make it infinite
        return queries * 1e9 / Math.max(1, nanos);
    }
}

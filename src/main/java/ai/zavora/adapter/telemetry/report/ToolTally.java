package ai.zavora.adapter.telemetry.report;

import ai.zavora.core.telemetry.Breakdown.OfTool;
import ai.zavora.core.telemetry.Outcomes;

/** The sums of one tool. */
final class ToolTally {
    private final String name;
    private final Histogram durations = new Histogram();
    private long requested;
    private long succeeded;
    private long failed;
    private long refused;
    private long failing;
    private long longestFailing;

    ToolTally(String name) {
        this.name = name;
    }

    void requested() {
        requested++;
    }

    void succeeded() {
        succeeded++;
        failing = 0;
    }

    void failed() {
        failed++;
        failing++;
        longestFailing = Math.max(longestFailing, failing);
    }

    /** A person or the policy did not allow it. */
    void refused() {
        refused++;
    }

    void took(long millis) {
        durations.add(millis);
    }

    OfTool sum() {
        return new OfTool(
                name, new Outcomes(requested, succeeded, failed, refused), longestFailing, durations.latency());
    }
}

package ai.zavora.core.telemetry;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What the telemetry says.
 *
 * @param coverage what was read
 * @param findings the judgement on it, in the order of {@link Findings}
 */
public record TelemetryReport(
        Coverage coverage, Totals totals, Breakdown breakdown, Timeline timeline, List<Finding> findings) {
    public TelemetryReport {
        requireNonNull(coverage, "coverage is null");
        requireNonNull(totals, "totals is null");
        requireNonNull(breakdown, "breakdown is null");
        requireNonNull(timeline, "timeline is null");
        findings = List.copyOf(findings);
    }
}

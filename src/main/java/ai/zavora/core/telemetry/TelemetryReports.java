package ai.zavora.core.telemetry;

import java.util.Optional;

/** Reads telemetry that was written before. */
public interface TelemetryReports {

    /**
     * Adds up what a file of telemetry says, in constant memory whatever its size. What is no record is counted, never
     * fatal.
     *
     * @return empty when there is no such file
     * @throws ai.zavora.base.error.ZavoraException INPUT, when the file cannot be read
     */
    Optional<TelemetryReport> report(ReportQuery query) throws InterruptedException;
}

package ai.zavora.core.telemetry;

import java.util.Optional;

/** Reads telemetry that was written before. */
public interface TelemetryReports {

    /**
     * Adds up what a file of telemetry says, in constant memory whatever its size. What is no record is counted, never
     * fatal.
     *
     * @return empty when there is neither such a file nor an older one of its rotation
     * @throws ai.zavora.base.error.ZavoraException INPUT, when one of these files cannot be read; the message names it
     */
    Optional<TelemetryReport> report(ReportQuery query) throws InterruptedException;
}

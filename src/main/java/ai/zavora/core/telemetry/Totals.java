package ai.zavora.core.telemetry;

import java.time.Instant;
import java.util.Optional;

/**
 * Sums over everything that was read.
 *
 * @param events records
 * @param runs how many runs of the program they are of
 * @param commands invocations
 * @param turns those of the server; {@code started} are those that ended, {@code interrupted} include those refused as the
 *     caller's fault
 * @param tools calls; {@code started} are those a model asked for
 * @param dropped records that the program says were lost before they were written
 */
public record Totals(
        long events, Runs runs, Outcomes commands, Outcomes turns, Outcomes tools, long dropped, Span span) {

    /** How many different run ids there are. */
    public record Runs(long count, Coverage.Exactness exactness) {}

    /**
     * The times of the first and the last record, by their own clocks.
     *
     * @param last the largest time seen
     * @param ahead how many of them are dated after the report by a wrong clock; no part of the timeline
     */
    public record Span(Optional<Instant> first, Optional<Instant> last, long ahead) {}
}

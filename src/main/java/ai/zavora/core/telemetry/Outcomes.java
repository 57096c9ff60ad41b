package ai.zavora.core.telemetry;

/**
 * How often something was begun and how it ended.
 *
 * @param failed without those that were interrupted
 * @param interrupted ended by a signal or a reader that went away, or not allowed to begin, which is no fault
 */
public record Outcomes(long started, long succeeded, long failed, long interrupted) {

    /** How many ended by themselves. */
    public long ended() {
        return succeeded + failed;
    }

    /** The share of those ended by themselves that failed, 0 to 1; 0 when there are none. */
    public double errorRate() {
        return ended() == 0 ? 0 : (double) failed / ended();
    }

    /** What is left without a part of it. */
    Outcomes minus(Outcomes part) {
        return new Outcomes(
                started - part.started,
                succeeded - part.succeeded,
                failed - part.failed,
                interrupted - part.interrupted);
    }

    public Outcomes plus(Outcomes other) {
        return new Outcomes(
                started + other.started,
                succeeded + other.succeeded,
                failed + other.failed,
                interrupted + other.interrupted);
    }
}

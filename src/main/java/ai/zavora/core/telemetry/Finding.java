package ai.zavora.core.telemetry;

/**
 * The judgement on one thing worth watching.
 *
 * @param id its stable name
 * @param seen what the telemetry says of it
 * @param threshold when it is worth attention
 * @param advice what to do then
 */
public record Finding(String id, Level level, String seen, String threshold, String advice) {

    /** How bad it is, in rising order. */
    public enum Level {
        OK,
        INFO,
        WARN,
        FAIL
    }
}

package ai.zavora.base.config;

import java.time.Duration;

/**
 * How long to wait for a model, and how often to try.
 *
 * @param connect for one connection to be made
 * @param firstEvent from the sent request to the first event of the answer
 * @param silence between two events of the answer
 * @param total for one request as a whole
 * @param attempts how often one request is sent at most, the first time included; at least 1
 * @param retryTotal for all attempts and the waits between them, until an answer begins
 */
public record ModelLimits(
        Duration connect, Duration firstEvent, Duration silence, Duration total, int attempts, Duration retryTotal) {

    public static final ModelLimits DEFAULT = new ModelLimits(
            Duration.ofSeconds(10),
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            4,
            Duration.ofSeconds(60));
}

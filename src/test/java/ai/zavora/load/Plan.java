package ai.zavora.load;

import java.time.Duration;

/**
 * How a server is loaded: each connection sends its next request when it has the answer to the last.
 *
 * @param warmUp how long requests are sent before any is measured
 * @param ramp the time over which the connections begin, evenly
 * @param timeout how long a request may wait for something to come
 * @param expected a text that each answer must hold; empty for any
 */
public record Plan(int connections, Amount amount, Duration warmUp, Duration ramp, Duration timeout, String expected) {

    /** How much is measured. */
    public sealed interface Amount {
        /** So many requests, over all connections. */
        record Requests(long count) implements Amount {}

        /** Requests that begin within this time. */
        record Time(Duration duration) implements Amount {}
    }

    public Plan {
        if (connections < 1) {
            throw new IllegalArgumentException("fewer than one connection");
        }
    }
}

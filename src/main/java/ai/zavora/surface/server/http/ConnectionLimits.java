package ai.zavora.surface.server.http;

import java.time.Duration;

/**
 * How patient the server is with a connection.
 *
 * @param idle without a request under way
 * @param receive from the first byte of a request to its last
 * @param send for the caller to take one piece of an answer
 * @param connections how many at once
 */
public record ConnectionLimits(Duration idle, Duration receive, Duration send, int connections) {

    /** What suits callers on a network. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(Duration.ofSeconds(120), Duration.ofSeconds(30), Duration.ofSeconds(30), 16_384);

    /** The same with another number of connections. */
    public ConnectionLimits of(int number) {
        return new ConnectionLimits(idle, receive, send, number);
    }
}

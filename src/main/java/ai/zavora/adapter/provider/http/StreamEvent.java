package ai.zavora.adapter.provider.http;

import static java.util.Objects.requireNonNull;

/**
 * One event of a streamed answer.
 *
 * @param name the event's type; empty when it has none, and always for {@link Framing#NDJSON}
 * @param data its text; never empty
 */
public record StreamEvent(String name, String data) {
    public StreamEvent {
        requireNonNull(name, "name is null");
        requireNonNull(data, "data is null");
    }
}

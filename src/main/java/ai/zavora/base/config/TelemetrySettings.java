package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where events of operation go.
 *
 * @param file absolute; empty when telemetry is off
 * @param content whether events may hold prompts and answers
 */
public record TelemetrySettings(Optional<Path> file, Content content) {

    /** What of a conversation may be written. */
    public enum Content {
        LEFT_OUT,
        CAPTURED
    }
}

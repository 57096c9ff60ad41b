package ai.zavora.base.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where events of operation go.
 *
 * @param file absolute; empty when telemetry is off
 */
public record TelemetrySettings(Optional<Path> file, Content content) {

    /** Whether events may hold what was said: prompts, answers, and the arguments and outputs of tools. */
    public enum Content {
        LEFT_OUT,
        RECORDED
    }
}

package ai.zavora.core.tool;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The surroundings of a tool call.
 *
 * @param workspace the folder the agent works in, absolute
 * @param clock the time; the only one a tool may read
 */
public record ToolContext(Path workspace, InstantSource clock) {
    public ToolContext {
        requireNonNull(workspace, "workspace is null");
        requireNonNull(clock, "clock is null");
    }
}

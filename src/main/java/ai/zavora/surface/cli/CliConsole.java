package ai.zavora.surface.cli;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;

/**
 * The surroundings of a call.
 *
 * @param streams to read and write
 * @param workingFolder where relative paths begin; absolute
 * @param clock for the time in results
 */
public record CliConsole(Streams streams, Path workingFolder, InstantSource clock) {
    public CliConsole {
        requireNonNull(streams, "streams is null");
        requireNonNull(workingFolder, "workingFolder is null");
        requireNonNull(clock, "clock is null");
    }
}

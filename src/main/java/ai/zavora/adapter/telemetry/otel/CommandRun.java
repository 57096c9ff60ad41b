package ai.zavora.adapter.telemetry.otel;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * The run of one command, as the collector gets to know it.
 *
 * @param runId tells runs apart
 * @param command the label of the command
 * @param version of the program
 * @param started when it began
 */
public record CommandRun(String runId, String command, String version, Instant started) {
    public CommandRun {
        requireNonNull(runId, "runId is null");
        requireNonNull(command, "command is null");
        requireNonNull(version, "version is null");
        requireNonNull(started, "started is null");
    }

    /** Whether this is the server, which runs for months, with an operator who reads its log. */
    boolean isServer() {
        return command.equals("server.serve");
    }
}

package ai.zavora.core.telemetry;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What of the telemetry was read.
 *
 * @param files those that were read, the newest first
 * @param since the time asked for
 */
public record Coverage(List<FileRead> files, Lines lines, Scope scope, Optional<Instant> since, Skipped skipped) {
    public Coverage {
        files = List.copyOf(files);
    }

    /**
     * One file.
     *
     * @param bytes its size when the report began
     * @param bytesRead how many of them at its end were read
     */
    public record FileRead(Path path, long bytes, long bytesRead) {}

    /** How many lines the newest file has, blank ones included. */
    public record Lines(long count, Exactness exactness) {}

    /** Whether a number was counted. */
    public enum Exactness {
        EXACT,
        ESTIMATED
    }

    /** How much was read. */
    public enum Scope {
        /** Everything there is. */
        WHOLE,
        /** The last lines, as many as the limit allows. */
        TAIL
    }

    /**
     * Lines that are no part of the report.
     *
     * @param malformed no JSON, no UTF-8, or longer than any record
     * @param incomplete the last line, which somebody is just writing or could not finish
     * @param foreign JSON that is no record of this program: it names no event
     * @param earlier records before the time asked for, or without a time
     */
    public record Skipped(long malformed, long incomplete, long foreign, long earlier) {
        /** Lines that could not be read as JSON. */
        public long parseErrors() {
            return malformed + incomplete;
        }
    }
}

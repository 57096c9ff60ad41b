package ai.zavora.core.telemetry;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * What to report on.
 *
 * @param file the newest file; the full ones beside it ({@code NAME.1}, {@code NAME.2}, …) belong to it
 * @param limit how many of the last lines count, blank ones not among them; {@link #EVERYTHING} for all
 * @param since only records of that time or later
 */
public record ReportQuery(Path file, long limit, Optional<Instant> since) {
    /** No limit. */
    public static final long EVERYTHING = 0;

    public ReportQuery {
        requireNonNull(file, "file is null");
        requireNonNull(since, "since is null");
        if (limit < 0) {
            throw new IllegalArgumentException("limit is negative: " + limit);
        }
    }
}

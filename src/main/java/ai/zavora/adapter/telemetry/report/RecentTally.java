package ai.zavora.adapter.telemetry.report;

import ai.zavora.adapter.telemetry.report.TimelineTally.Series;
import ai.zavora.core.telemetry.Timeline;
import ai.zavora.core.telemetry.Timeline.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;

/**
 * Counts by time in windows that never widen: what is more than a week older than the newest is forgotten. A single record
 * from long ago, which makes the windows of {@link TimelineTally} days wide, takes nothing from the sight of the last
 * hours.
 */
final class RecentTally {
    static final Duration WIDTH = Duration.ofMinutes(5);

    private static final int WINDOWS = (int) Duration.ofDays(7).dividedBy(WIDTH);
    private static final int SERIES = TimelineTally.SERIES;

    /** One row for each window; that of a time is found by its number modulo their count. */
    private final long[] counts = new long[WINDOWS * SERIES];

    private long oldest = Long.MAX_VALUE;
    private long newest = -1;

    /** Counts one; the time is in milliseconds since the epoch and not negative. */
    void add(long time, Series series) {
        var window = time / WIDTH.toMillis();
        oldest = Math.min(oldest, window);
        for (var skipped = Math.max(newest + 1, window - WINDOWS + 1); skipped <= window; skipped++) {
            Arrays.fill(counts, row(skipped), row(skipped) + SERIES, 0);
        }
        newest = Math.max(newest, window);
        if (window > newest - WINDOWS) {
            counts[row(window) + series.column]++;
        }
    }

    private static int row(long window) {
        return (int) (window % WINDOWS) * SERIES;
    }

    /** The last week, or less where the first record is younger. */
    Timeline timeline() {
        if (newest < 0) {
            return Timeline.EMPTY;
        }
        var first = Math.max(oldest, newest - WINDOWS + 1);
        var windows = new ArrayList<Window>();
        for (var window = first; window <= newest; window++) {
            windows.add(TimelineTally.window(counts, row(window)));
        }
        return new Timeline(Instant.ofEpochMilli(first * WIDTH.toMillis()), WIDTH, windows);
    }
}

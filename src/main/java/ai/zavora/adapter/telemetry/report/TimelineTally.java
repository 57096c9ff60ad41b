package ai.zavora.adapter.telemetry.report;

import ai.zavora.core.telemetry.Timeline;
import ai.zavora.core.telemetry.Timeline.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts by time in a fixed number of windows: they are one minute wide, and wider whenever the times seen would not fit
 * otherwise.
 */
final class TimelineTally {
    static final int WINDOWS = 2048;

    /** What is counted. */
    enum Series {
        EVENTS(0),
        ENDED(1),
        FAILED(2),
        TOOL_FAILURES(3),
        BLOCKED(4);

        final int column;

        Series(int column) {
            this.column = column;
        }
    }

    static final int SERIES = Series.values().length;

    /** By how much windows widen: from a minute to 5, 15, 30, one hour, 3, 6, 12, one day, and then twofold. */
    private static final List<Integer> STEPS = List.of(5, 3, 2, 2, 3, 2, 2, 2);

    /** One row of counts for each window, from that of {@link #first} on. */
    private final long[] counts = new long[WINDOWS * SERIES];

    private long width = Duration.ofMinutes(1).toMillis();
    private int widened;
    private long first;
    private long last = -1;

    /** Counts one; the time is in milliseconds since the epoch and not negative. */
    void add(long time, Series series) {
        var window = time / width;
        if (last < first) {
            first = window;
            last = window;
        }
        while (Math.max(last, window) - Math.min(first, window) >= WINDOWS) {
            widen();
            window = time / width;
        }
        if (window < first) {
            var by = (int) (first - window);
            move(by);
            first = window;
        }
        last = Math.max(last, window);
        counts[(int) (window - first) * SERIES + series.column]++;
    }

    private void move(int by) {
        System.arraycopy(counts, 0, counts, by * SERIES, (WINDOWS - by) * SERIES);
        Arrays.fill(counts, 0, by * SERIES, 0);
    }

    private void widen() {
        var old = counts.clone();
        Arrays.fill(counts, 0);
        var by = widened < STEPS.size() ? STEPS.get(widened) : 2;
        widened++;
        var wider = first / by;
        for (var window = first; window <= last; window++) {
            for (var s = 0; s < SERIES; s++) {
                counts[(int) (window / by - wider) * SERIES + s] += old[(int) (window - first) * SERIES + s];
            }
        }
        width *= by;
        first = wider;
        last /= by;
    }

    Timeline timeline() {
        if (last < first) {
            return Timeline.EMPTY;
        }
        var windows = new ArrayList<Window>();
        for (var window = 0; window <= last - first; window++) {
            windows.add(window(counts, window * SERIES));
        }
        return new Timeline(Instant.ofEpochMilli(first * width), Duration.ofMillis(width), windows);
    }

    /** The window whose counts begin there, in the order of {@link Series}. */
    static Window window(long[] counts, int row) {
        return new Window(
                counts[row + Series.EVENTS.column],
                counts[row + Series.ENDED.column],
                counts[row + Series.FAILED.column],
                counts[row + Series.TOOL_FAILURES.column],
                counts[row + Series.BLOCKED.column]);
    }
}

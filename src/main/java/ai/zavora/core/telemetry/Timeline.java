package ai.zavora.core.telemetry;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened when, in windows of equal width without a gap between them.
 *
 * @param start of the first window; a multiple of the width since the epoch
 * @param width at least one minute
 */
public record Timeline(Instant start, Duration width, List<Window> windows) {
    public static final Timeline EMPTY = new Timeline(Instant.EPOCH, Duration.ofMinutes(1), List.of());

    /** Widths of windows that divide hours and days, in minutes. */
    private static final List<Integer> WIDTHS =
            List.of(1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2 * 1440, 7 * 1440, 14 * 1440, 28 * 1440);

    public Timeline {
        requireNonNull(start, "start is null");
        requireNonNull(width, "width is null");
        windows = List.copyOf(windows);
    }

    /**
     * One window.
     *
     * @param ended commands that ended by themselves, without {@link Findings#CHECKS}
     * @param failed those of them that failed
     * @param blocked prompts and answers a guardrail stopped
     */
    public record Window(long events, long ended, long failed, long toolFailures, long blocked) {
        static final Window NONE = new Window(0, 0, 0, 0, 0);

        Window plus(Window other) {
            return new Window(
                    events + other.events,
                    ended + other.ended,
                    failed + other.failed,
                    toolFailures + other.toolFailures,
                    blocked + other.blocked);
        }
    }

    /** The same in at most so many windows, as wide as people count time where that is possible. */
    public Timeline inAtMost(int count) {
        for (var minutes : WIDTHS) {
            var millis = Duration.ofMinutes(minutes).toMillis();
            if (millis % width.toMillis() == 0) {
                var wider = widened(millis / width.toMillis());
                if (wider.windows.size() <= count) {
                    return wider;
                }
            }
        }
        var wider = this;
        while (wider.windows.size() > count) {
            wider = wider.widened(2);
        }
        return wider;
    }

    /**
     * Sums over stretches of time that are counted from the end, the newest last. What is left at the beginning is no whole
     * stretch, which others could be compared with, and is left out, unless it is all there is.
     *
     * @param atLeast how long a stretch is; rounded up to a multiple of the width
     */
    List<Window> stretches(Duration atLeast) {
        var each = (int) factor(atLeast);
        var sums = new ArrayList<Window>();
        for (var end = windows.size(); end >= each || (end > 0 && sums.isEmpty()); end -= each) {
            var sum = Window.NONE;
            for (var i = Math.max(0, end - each); i < end; i++) {
                sum = sum.plus(windows.get(i));
            }
            sums.addFirst(sum);
        }
        return sums;
    }

    /** How long such a stretch is. */
    Duration stretch(Duration atLeast) {
        return width.multipliedBy(factor(atLeast));
    }

    private long factor(Duration atLeast) {
        return Math.max(1, Math.ceilDiv(atLeast.toMillis(), width.toMillis()));
    }

    private Timeline widened(long factor) {
        var millis = Math.multiplyExact(width.toMillis(), factor);
        var first = Math.floorDiv(start.toEpochMilli(), millis) * millis;
        var sums = new ArrayList<Window>();
        for (var i = 0; i < windows.size(); i++) {
            var index = (int) ((start.toEpochMilli() + i * width.toMillis() - first) / millis);
            while (sums.size() <= index) {
                sums.add(Window.NONE);
            }
            sums.set(index, sums.get(index).plus(windows.get(i)));
        }
        return new Timeline(Instant.ofEpochMilli(first), Duration.ofMillis(millis), sums);
    }

    /** When a window begins. */
    public Instant startOf(int window) {
        return start.plus(width.multipliedBy(window));
    }
}

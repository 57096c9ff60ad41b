package ai.zavora.adapter.telemetry.report;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.report.TimelineTally.Series;
import ai.zavora.core.telemetry.Coverage.Exactness;
import ai.zavora.core.telemetry.Latency;
import ai.zavora.core.telemetry.Timeline;
import ai.zavora.core.telemetry.Timeline.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** What keeps memory constant stays within the errors it promises. */
final class SketchesTest {

    @Test
    void percentilesAreWithinTheirBound() {
        var random = new Random(1);
        for (var round = 0; round < 50; round++) {
            var histogram = new Histogram();
            var values = new long[1 + random.nextInt(3000)];
            for (var i = 0; i < values.length; i++) {
                values[i] = (long) Math.exp(random.nextDouble() * 16);
                histogram.add(values[i]);
            }
            Arrays.sort(values);
            var latency = histogram.latency();
            assertThat(latency.p50())
                    .isCloseTo(values[Math.ceilDiv(values.length * 50, 100) - 1], Percentage.withPercentage(1.6));
            assertThat(latency.p95())
                    .isCloseTo(values[Math.ceilDiv(values.length * 95, 100) - 1], Percentage.withPercentage(1.6));
            assertThat(latency.max()).isEqualTo(values[values.length - 1]);
        }
    }

    @Test
    void shortTimesAreExactAndAbsurdOnesHarmless() {
        var histogram = new Histogram();
        for (var i = 0; i < 64; i++) {
            histogram.add(i);
        }
        assertThat(histogram.latency()).isEqualTo(new Latency(64, 31, 60, 63));
        histogram.add(-5);
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.latency().count()).isEqualTo(66);
        assertThat(new Histogram().latency()).isEqualTo(Latency.NONE);
    }

    private static Distinct distinct(int count) {
        var distinct = new Distinct();
        for (var round = 0; round < 2; round++) {
            for (var i = 0; i < count; i++) {
                var run = ("run-" + (1_767_225_600_000L + i * 977L) + "-" + i % 4000).getBytes(US_ASCII);
                distinct.add(Distinct.hash(run, 0, run.length));
            }
        }
        return distinct;
    }

    @Test
    void runsAreCountedExactlyAndThenEstimated() {
        assertThat(distinct(0).count().count()).isZero();
        assertThat(distinct(Distinct.EXACT).count().count()).isEqualTo(Distinct.EXACT);
        assertThat(distinct(Distinct.EXACT).count().exactness()).isEqualTo(Exactness.EXACT);
        for (var many : List.of(Distinct.EXACT + 1, 200_000, 1_000_000)) {
            var runs = distinct(many).count();
            assertThat(runs.exactness()).isEqualTo(Exactness.ESTIMATED);
            assertThat(runs.count()).isCloseTo(many, Percentage.withPercentage(3));
        }
    }

    @Test
    void aTimelineOfAnyLengthKeepsEveryCount() {
        var start = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();
        var tally = new TimelineTally();
        var random = new Random(3);
        for (var i = 0; i < 10_000; i++) {
            tally.add(start + random.nextLong(Duration.ofDays(400).toMillis()), Series.EVENTS);
        }
        tally.add(start + 5, Series.BLOCKED);

        var timeline = tally.timeline();

        assertThat(timeline.windows()).hasSizeLessThanOrEqualTo(TimelineTally.WINDOWS);
        assertThat(timeline.windows().stream().mapToLong(Window::events).sum()).isEqualTo(10_000);
        assertThat(timeline.windows().getFirst().blocked()).isEqualTo(1);
        assertThat(timeline.width()).isBetween(Duration.ofHours(3), Duration.ofHours(10));
    }

    @Test
    void theLastWeekIsCountedWhateverTheOrder() {
        var end = Instant.parse("2026-01-31T00:00:00Z");
        var tally = new RecentTally();
        assertThat(tally.timeline()).isEqualTo(Timeline.EMPTY);
        for (var hours : List.of(500, 0, 200, 1, 167, 168, 300)) {
            tally.add(end.minus(Duration.ofHours(hours)).toEpochMilli(), Series.FAILED);
        }
        tally.add(end.toEpochMilli(), Series.BLOCKED);

        var timeline = tally.timeline();

        assertThat(timeline.width()).isEqualTo(RecentTally.WIDTH);
        assertThat(timeline.start()).isEqualTo(end.minus(Duration.ofDays(7)).plus(RecentTally.WIDTH));
        assertThat(timeline.windows().stream().mapToLong(Window::failed).sum()).isEqualTo(3);
        assertThat(timeline.windows().getLast()).isEqualTo(new Window(0, 0, 1, 0, 1));
    }

    @Test
    void wordsAreFoundByTheirBytes() {
        var words = new Words(List.of("ab", "ba", "abc", "a"));
        for (var word : List.of("ab", "ba", "abc", "a")) {
            var bytes = ("x" + word + "y").getBytes(US_ASCII);
            assertThat(words.find(bytes, 1, bytes.length - 1))
                    .isEqualTo(List.of("ab", "ba", "abc", "a").indexOf(word));
        }
        assertThat(words.find("zz".getBytes(US_ASCII), 0, 2)).isEqualTo(Words.UNKNOWN);
        assertThat(words.find(new byte[0], 0, 0)).isEqualTo(Words.UNKNOWN);
        for (var field : Field.values()) {
            assertThat(field.index()).isEqualTo(List.of(Field.values()).indexOf(field));
        }
    }
}

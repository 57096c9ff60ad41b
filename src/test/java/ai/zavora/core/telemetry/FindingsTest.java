package ai.zavora.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.telemetry.Breakdown.OfTool;
import ai.zavora.core.telemetry.Coverage.Exactness;
import ai.zavora.core.telemetry.Finding.Level;
import ai.zavora.core.telemetry.Timeline.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FindingsTest {

    private static Totals totals(Outcomes commands, long dropped) {
        return new Totals(
                100,
                new Totals.Runs(1, Exactness.EXACT),
                commands,
                new Outcomes(0, 0, 0, 0),
                new Outcomes(0, 0, 0, 0),
                dropped,
                new Totals.Span(Optional.empty(), Optional.empty(), 0));
    }

    private static Finding finding(String id, Totals totals, List<OfTool> tools, Timeline timeline) {
        var breakdown = new Breakdown(List.of(), tools, List.of(), List.of());
        var all = Findings.judge(totals, breakdown, new Findings.Course(timeline, Timeline.EMPTY));
        assertThat(all).extracting(Finding::id).isEqualTo(Findings.IDS);
        return all.get(Findings.IDS.indexOf(id));
    }

    private static Level ofCommands(Outcomes commands) {
        return finding(Findings.COMMAND_FAILURES, totals(commands, 0), List.of(), Timeline.EMPTY)
                .level();
    }

    private static Level ofTool(Outcomes outcomes, long inARow) {
        var tool = new OfTool("grep", outcomes, inARow, Latency.NONE);
        return finding(Findings.TOOL_FAILURES, totals(outcomes, 0), List.of(tool), Timeline.EMPTY)
                .level();
    }

    private static Timeline windows(Duration width, List<Window> windows) {
        return new Timeline(Instant.parse("2026-01-01T00:00:00Z"), width, windows);
    }

    private static Level ofBlocks(long... blocks) {
        var timeline = windows(
                Duration.ofMinutes(10),
                Arrays.stream(blocks).mapToObj(n -> new Window(9, 9, 0, 0, n)).toList());
        return finding(Findings.GUARDRAIL_BLOCKS, totals(new Outcomes(0, 0, 0, 0), 0), List.of(), timeline)
                .level();
    }

    private static Level ofFailures(long... failures) {
        var timeline = windows(
                Duration.ofHours(1),
                Arrays.stream(failures)
                        .mapToObj(n -> new Window(50, 50, n, 0, 0))
                        .toList());
        return finding(Findings.COMMAND_SPIKE, totals(new Outcomes(0, 0, 0, 0), 0), List.of(), timeline)
                .level();
    }

    @ParameterizedTest
    @CsvSource({"0, 9, OK", "96, 4, OK", "95, 5, WARN", "81, 19, WARN", "80, 20, FAIL", "0, 10, FAIL"})
    void theShareOfFailedCommandsIsJudgedOnceThereAreEnough(long completed, long failed, Level level) {
        assertThat(ofCommands(new Outcomes(0, completed, failed, 0))).isEqualTo(level);
    }

    @Test
    void interruptedCommandsAreNoFailures() {
        assertThat(ofCommands(new Outcomes(0, 10, 0, 90))).isEqualTo(Level.OK);
    }

    @ParameterizedTest
    @CsvSource({"100, 2, 2, OK", "100, 3, 3, WARN", "9, 2, 1, OK", "8, 2, 1, WARN", "5, 5, 1, FAIL", "900, 10, 10, FAIL"
    })
    void aToolThatFailsAgainAndAgainIsNamed(long succeeded, long failed, long inARow, Level level) {
        assertThat(ofTool(new Outcomes(0, succeeded, failed, 0), inARow)).isEqualTo(level);
    }

    @Test
    void oneSpikeOfBlocksIsAWarningAndThreeInARowAFailure() {
        assertThat(ofBlocks()).isEqualTo(Level.OK);
        assertThat(ofBlocks(1, 0, 1, 0, 4)).isEqualTo(Level.OK);
        assertThat(ofBlocks(1, 0, 1, 0, 5)).isEqualTo(Level.WARN);
        assertThat(ofBlocks(1, 0, 1, 6, 5)).isEqualTo(Level.WARN);
        assertThat(ofBlocks(1, 0, 1, 6, 5, 9)).isEqualTo(Level.FAIL);
        assertThat(ofBlocks(9, 9, 9)).as("as usual").isEqualTo(Level.OK);
        assertThat(ofBlocks(0, 6, 5, 9)).as("none before").isEqualTo(Level.FAIL);
        assertThat(ofBlocks(9)).as("nothing to compare with").isEqualTo(Level.OK);
        assertThat(ofBlocks(9, 9, 9, 9, 9)).as("never otherwise").isEqualTo(Level.OK);
        assertThat(ofBlocks(1, 1, 9, 0)).as("over again").isEqualTo(Level.OK);
    }

    @Test
    void failuresOfCommandsSpikeAgainstTheHoursBefore() {
        assertThat(ofFailures(1, 1, 1, 1)).isEqualTo(Level.OK);
        assertThat(ofFailures(1, 1, 1, 5)).isEqualTo(Level.WARN);
        assertThat(ofFailures(1, 1, 5, 5, 5)).isEqualTo(Level.FAIL);
        assertThat(ofFailures(5, 5, 5)).as("a short log of what is usual").isEqualTo(Level.OK);
        assertThat(ofFailures(5)).as("nothing to compare with").isEqualTo(Level.OK);
        assertThat(ofFailures(4, 4, 4, 5)).as("as usual").isEqualTo(Level.OK);
    }

    @Test
    void lostRecordsAreWorthKnowing() {
        var finding = finding(Findings.DROPPED, totals(new Outcomes(0, 0, 0, 0), 7), List.of(), Timeline.EMPTY);

        assertThat(finding.level()).isEqualTo(Level.INFO);
        assertThat(finding.seen()).startsWith("7 ");
    }

    @Test
    void stretchesAreCountedFromTheNewestRecord() {
        var timeline = windows(
                Duration.ofMinutes(1),
                LongStream.rangeClosed(1, 25)
                        .mapToObj(n -> new Window(n, 0, 0, 0, 0))
                        .toList());

        assertThat(timeline.stretches(Duration.ofMinutes(10)))
                .extracting(Window::events)
                .as("the first five minutes are no whole stretch")
                .containsExactly(105L, 205L);
        assertThat(timeline.stretches(Duration.ofHours(1)))
                .as("unless they are all there is")
                .extracting(Window::events)
                .containsExactly(325L);
    }

    @Test
    void aTimelineFitsIntoFewWindowsAndLosesNothing() {
        var minutes = LongStream.range(0, 1000)
                .mapToObj(n -> new Window(1, 0, 0, 0, n))
                .toList();
        // its start is no multiple of the wider windows
        var timeline = new Timeline(Instant.parse("2026-01-01T00:07:00Z"), Duration.ofMinutes(1), minutes);

        for (var most = 1; most < 200; most++) {
            var wider = timeline.inAtMost(most);
            assertThat(wider.windows()).hasSizeLessThanOrEqualTo(most);
            assertThat(wider.windows().stream().mapToLong(Window::events).sum()).isEqualTo(1000);
            assertThat(wider.start().toEpochMilli() % wider.width().toMillis()).isZero();
        }
    }

    @Test
    void windowsAreAsWideAsPeopleCountTime() {
        var minutes = LongStream.range(0, 1000)
                .mapToObj(n -> new Window(1, 0, 0, 0, n))
                .toList();

        assertThat(windows(Duration.ofMinutes(1), minutes).inAtMost(90).width()).isEqualTo(Duration.ofMinutes(15));
        assertThat(windows(Duration.ofMinutes(30), minutes).inAtMost(90).width())
                .isEqualTo(Duration.ofHours(6));
    }

    @Test
    void checksDoNotHideWhatFails() {
        var asks = new Breakdown.OfCommand("ask", 20, new Outcomes(10, 0, 10, 0), Latency.NONE);
        var checks = new Breakdown.OfCommand("telemetry.report", 400, new Outcomes(200, 200, 0, 0), Latency.NONE);
        var breakdown = new Breakdown(List.of(checks, asks), List.of(), List.of(), List.of());

        var finding = Findings.judge(
                        totals(new Outcomes(210, 200, 10, 0), 0),
                        breakdown,
                        new Findings.Course(Timeline.EMPTY, Timeline.EMPTY))
                .getFirst();

        assertThat(finding.level()).isEqualTo(Level.FAIL);
        assertThat(finding.toString()).contains("10 of 10");
    }
}

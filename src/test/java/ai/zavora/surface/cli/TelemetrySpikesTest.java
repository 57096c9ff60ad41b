package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.report.FileReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A spike is seen whatever stands beside it in the file. */
final class TelemetrySpikesTest {

    @TempDir
    Path folder;

    private CliRun report(String... arguments) {
        var services = new FakeServices();
        services.reportWith(new FileReports(InstantSource.fixed(CliRun.NOW), Optional.empty()));
        var line = Stream.concat(Stream.of("telemetry", "report"), Stream.of(arguments));
        return CliRun.in(folder).services(services).run(line.toArray(String[]::new));
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0", "PT4M, 0", "PT6M, 1", "PT1H, 1", "PT24H, 1", "PT240H, 1"})
    void aClockThatIsAheadDoesNotHideASpike(Duration ahead, int counted) throws IOException {
        var events = new StringBuilder();
        for (var hour = 5; hour > 0; hour--) {
            for (var second = 0; second < 20; second++) {
                events.append(event(CliRun.NOW.minus(Duration.ofHours(hour)).plusSeconds(second), "command.completed"));
            }
        }
        for (var second = 1; second <= 20; second++) {
            events.append(event(CliRun.NOW.minusSeconds(second), "command.failed"));
        }
        events.append(event(CliRun.NOW.plus(ahead), "command.completed"));
        Files.writeString(folder.resolve("ahead.jsonl"), events);

        var text = report("--path", "ahead.jsonl", "--fail-on", "command.failure_spike");
        var json = report("--path", "ahead.jsonl", "--json");
        var page = report("--path", "ahead.jsonl", "--html", "-");

        assertThat(text.exitCode()).as(text.out()).isEqualTo(12);
        assertThat(text.out().contains("Records dated after now, by a wrong clock: 1;"))
                .isEqualTo(counted > 0);
        assertThat(json.out()).contains("\"future_events\": " + counted + ",");
        assertThat(page.out()).contains("dated after the report " + counted);
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "P20D", "P200D", "P4000D"})
    void aRecordFromLongAgoDoesNotHideASpike(Period age) throws IOException {
        var events = new StringBuilder(event(CliRun.NOW.minus(age).minus(Duration.ofHours(6)), "command.completed"));
        for (var minute = 300; minute > 0; minute -= 10) {
            events.append(event(CliRun.NOW.minus(Duration.ofMinutes(minute)), "command.completed"));
        }
        for (var second = 20; second > 0; second--) {
            events.append(event(CliRun.NOW.minusSeconds(second), "command.failed"));
            events.append(event(CliRun.NOW.minusSeconds(second), "guardrail.input.blocked"));
        }
        Files.writeString(folder.resolve("old.jsonl"), events);

        for (var finding : List.of("command.failure_spike", "guardrail.blocks")) {
            var run = report("--path", "old.jsonl", "--fail-on", finding);

            assertThat(run.exitCode()).as(run.out()).isEqualTo(12);
            assertThat(run.out())
                    .contains("20 failed commands in the newest 60 minutes", "20 blocks in the newest 10 minutes");
        }
    }

    private static String event(Instant at, String event) {
        return "{\"ts_unix_ms\":" + at.toEpochMilli() + ",\"event\":\"" + event
                + "\",\"run_id\":\"r\",\"command\":\"ask\"}\n";
    }
}

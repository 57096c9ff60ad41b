package ai.zavora.adapter.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.JsonlTelemetry.Limits;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.JavaProcess;
import ai.zavora.testing.StalledDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be written is counted, told and stalls nobody. */
final class JsonlLossTest extends JsonlFixture {

    /** More levels than the stack of a thread can take. */
    private static JsonValue.Obj bottomless() {
        JsonValue value = JsonValue.of("bottom");
        for (var level = 0; level < 1_000_000; level++) {
            value = JsonValue.array(List.of(value));
        }
        return JsonValue.object().put("deep", value).build();
    }

    @Test
    void aRecordThatEndsInAnErrorCostsNoOther() throws IOException {
        try (var telemetry = telemetry(file()).with(new Limits(1 << 20, 1, 16, PATIENT, PATIENT))) {
            telemetry.record("first", numbered(1));
            telemetry.record("bottomless", bottomless());
            telemetry.record("second", numbered(2));
        }

        assertThat(Files.readAllLines(file()))
                .map(line -> parse(line).string("event").orElseThrow())
                .containsExactly("first", "telemetry.dropped", "second");
    }

    @Test
    void aFullFileThatCannotBeMovedAsideGrowsOn() throws IOException {
        Files.createDirectories(file().resolveSibling("events.jsonl.2"));
        var limits = new JsonlTelemetry.Limits(1000, 2, 4096, PATIENT, PATIENT);
        try (var telemetry = telemetry(file()).with(limits)) {
            for (var i = 0; i < 100; i++) {
                telemetry.record("numbered", numbered(i));
            }
        }
        var records = Files.readAllLines(file()).size()
                + Files.readAllLines(file().resolveSibling("events.jsonl.1")).size();
        assertThat(records).isEqualTo(100);
        assertThat(warnings).singleElement().asString().contains("cannot be moved aside", "events.jsonl.2");
    }

    @Test
    void aStalledDiskStallsNobody() throws Exception {
        var limits = new JsonlTelemetry.Limits(1 << 20, 1, 16, PATIENT, Duration.ofMillis(200));
        try (var device = StalledDevice.open()) {
            var telemetry = telemetry(device.path()).with(limits);
            var started = System.nanoTime();
            for (var i = 0; i < 10_000; i++) {
                telemetry.record("numbered", numbered(i));
            }
            telemetry.close();
            assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
            assertThat(telemetry.dropped()).isEqualTo(10_000);
            assertThat(warnings).singleElement().asString().contains("could not keep up");
        }
    }

    @Test
    void aFullDiskIsWarnedOfOnceAndInTheEndTheLossIsTold() {
        try (var telemetry = telemetry(Path.of("/dev/full"))) {
            for (var i = 0; i < 100; i++) {
                telemetry.record("numbered", numbered(i));
            }
        }
        assertThat(warnings).hasSize(2);
        assertThat(warnings.getFirst()).contains("/dev/full: No space left on device");
        assertThat(warnings.getLast()).contains("In all, 100 telemetry records");
    }

    @Test
    void aPipeIsWarnedOfAtOnceAndWaitedForNever() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var limits = new JsonlTelemetry.Limits(1 << 20, 1, 16, PATIENT, PATIENT);

        try (var telemetry = telemetry(pipe).with(limits)) {
            telemetry.record("a", JsonValue.Obj.EMPTY);
        }

        assertThat(warnings).singleElement().asString().contains("no regular file");
    }

    @Test
    void aLineCutShortBySomebodyElseSwallowsNoRecordAndIsCounted() throws IOException {
        Files.createDirectories(file().getParent());
        Files.writeString(file(), "{\"ts_unix_ms\":1,\"event\":\"tool.req");
        try (var telemetry = telemetry(file())) {
            telemetry.record("a", JsonValue.Obj.EMPTY);
            awaitLines(2);
            Files.writeString(file(), "{\"ts_unix", StandardOpenOption.APPEND);
            telemetry.record("b", JsonValue.Obj.EMPTY);
        }

        var lines = Files.readAllLines(file());
        assertThat(lines.getFirst()).isEqualTo("{\"ts_unix_ms\":1,\"event\":\"tool.req");
        assertThat(lines.get(2)).isEqualTo("{\"ts_unix");
        assertThat(lines.stream().filter(line -> line.endsWith("}")).map(JsonlFixture::parse))
                .extracting(record -> record.string("event").orElseThrow()
                        + record.integer("count").orElse(0))
                .containsExactly("a0", "telemetry.dropped1", "b0", "telemetry.dropped1");
    }

    @Test
    void whatAFullDiskCutsShortIsCountedAndToldInTheEnd() throws Exception {
        Files.createDirectories(file().getParent());
        var limit = List.of("/bin/bash", "-c", "ulimit -f 24; exec \"$@\" 2>&1", "bash");
        try (var process = JavaProcess.startUnder(
                limit,
                List.of("-XX:-UsePerfData"),
                RecordingProcess.class,
                file().toString(),
                "a",
                "1000",
                "50000000")) {
            assertThat(process.rest()).anyMatch(line -> line.matches("In all, [1-9]\\d* telemetry records for .*"));
        }
        assertThat(Files.size(file())).isEqualTo(24 * 1024);
        var whole = Files.readAllLines(file(), ISO_8859_1).size() - 1;

        try (var telemetry = telemetry(file())) {
            telemetry.record("after", JsonValue.Obj.EMPTY);
        }

        var lines = Files.readAllLines(file(), ISO_8859_1);
        assertThat(lines).hasSize(whole + 3);
        assertThat(parse(lines.get(whole + 1)).string("event")).contains("after");
        assertThat(parse(lines.getLast()).string("event")).contains("telemetry.dropped");
    }

    @Test
    void lossIsRecordedOnceWritingWorksAgain() throws Exception {
        Files.createFile(file().getParent());
        var telemetry = telemetry(file());
        telemetry.record("lost", JsonValue.Obj.EMPTY);
        while (warnings.isEmpty()) {
            Thread.onSpinWait();
        }
        Files.delete(file().getParent());
        telemetry.record("kept", JsonValue.Obj.EMPTY);
        telemetry.close();
        var records =
                Files.readAllLines(file()).stream().map(JsonlFixture::parse).toList();
        assertThat(records)
                .extracting(record -> record.string("event").orElseThrow())
                .containsExactly("telemetry.dropped", "kept");
        assertThat(records.getFirst().integer("count")).hasValue(1);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void afterCloseRecordsAreDroppedQuietly() throws IOException {
        var telemetry = telemetry(file());
        telemetry.record("a", JsonValue.Obj.EMPTY);
        telemetry.close();
        telemetry.record("b", JsonValue.Obj.EMPTY);
        telemetry.close();
        assertThat(Files.readAllLines(file())).hasSize(1);
        assertThat(telemetry.dropped()).isEqualTo(1);
        assertThat(warnings).isEmpty();
    }
}

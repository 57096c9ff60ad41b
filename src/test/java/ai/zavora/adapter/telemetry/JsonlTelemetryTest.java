package ai.zavora.adapter.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.JsonlTelemetry.Limits;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.JavaProcess;
import ai.zavora.testing.MutableClock;
import ai.zavora.testing.StalledDevice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class JsonlTelemetryTest {
    private static final Envelope ENVELOPE = new Envelope("run-1-2", "ask", "default-session");
    private static final Duration PATIENT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final MutableClock clock = MutableClock.fixed();
    private final List<String> warnings = new CopyOnWriteArrayList<>();

    private Path file() {
        return folder.resolve("made/events.jsonl");
    }

    private JsonlTelemetry telemetry(Path path) {
        return new JsonlTelemetry(path, ENVELOPE, clock, warnings::add);
    }

    private static JsonValue.Obj numbered(int number) {
        return JsonValue.object().put("n", number).build();
    }

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

    private static JsonValue.Obj parse(String line) {
        try {
            return Json.parseObject(line);
        } catch (JsonException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }

    @Test
    void aRecordStartsWithItsEnvelope() throws IOException {
        try (var telemetry = telemetry(file())) {
            telemetry.record(
                    "command.started",
                    JsonValue.object().put("profile", "default").build());
        }
        assertThat(Files.readString(file()))
                .isEqualTo("{\"ts_unix_ms\":" + clock.millis() + ",\"event\":\"command.started\","
                        + "\"run_id\":\"run-1-2\",\"command\":\"ask\",\"session_id\":\"default-session\","
                        + "\"profile\":\"default\"}\n");
        assertThat(warnings).isEmpty();
    }

    @Test
    void theRunIdNamesStartAndProcess() {
        assertThat(Envelope.runId(Instant.ofEpochMilli(1234), 56)).isEqualTo("run-1234-56");
    }

    @Test
    void aPayloadCannotOverrideTheEnvelope() throws IOException {
        try (var telemetry = telemetry(file())) {
            telemetry.record(
                    "real",
                    JsonValue.object()
                            .put("event", "forged")
                            .put("session_id", "other")
                            .build());
        }
        var record = parse(Files.readString(file()));
        assertThat(record.string("event")).contains("real");
        assertThat(record.string("session_id")).contains("default-session");
        assertThat(record.string("payload_event")).contains("forged");
        assertThat(record.string("payload_session_id")).contains("other");
    }

    @Test
    void recordsOfAnotherSessionSayso() throws IOException {
        try (var telemetry = telemetry(file())) {
            telemetry.inSession("another").record("a", JsonValue.Obj.EMPTY);
            telemetry.record("b", JsonValue.Obj.EMPTY);
        }
        assertThat(Files.readAllLines(file()).stream()
                        .map(line -> parse(line).string("session_id").orElseThrow()))
                .containsExactly("another", "default-session");
    }

    @Test
    void nothingIsMadeBeforeTheFirstRecord() throws IOException {
        telemetry(file()).close();
        assertThat(file().getParent()).doesNotExist();
        try (var telemetry = telemetry(file())) {
            telemetry.record("a", JsonValue.Obj.EMPTY);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
    }

    @Test
    void recordsAreAppendedInOrder() throws IOException {
        for (var run = 0; run < 2; run++) {
            try (var telemetry = telemetry(file())) {
                for (var i = 0; i < 1000; i++) {
                    telemetry.record("numbered", numbered(run * 1000 + i));
                }
            }
        }
        assertThat(Files.readAllLines(file()).stream()
                        .map(line -> (int) parse(line).integer("n").orElseThrow()))
                .containsExactlyElementsOf(IntStream.range(0, 2000).boxed().toList());
    }

    @Test
    void processesShareAFileAndItsRotationWithoutLosingALine() throws Exception {
        var each = 2000;
        var processes = new ArrayList<JavaProcess>();
        for (var run : List.of("a", "b", "c")) {
            processes.add(
                    JavaProcess.start(RecordingProcess.class, file().toString(), run, Integer.toString(each), "50000"));
        }
        for (var process : processes) {
            try (process) {
                assertThat(process.exitCode()).isZero();
            }
        }
        var seen = new HashSet<String>();
        for (var line : linesOfAllFiles()) {
            if (line.isEmpty()) {
                // somebody took a line that was just being written for one that was cut short
                continue;
            }
            var record = parse(line);
            assertThat(record.string("event")).contains("numbered");
            seen.add(record.string("run_id").orElseThrow() + record.integer("n").orElseThrow());
        }
        assertThat(seen).hasSize(3 * each);
        assertThat(folder.resolve("made/events.jsonl.2")).exists();
    }

    private List<String> linesOfAllFiles() throws IOException {
        try (var files = Files.list(file().getParent())) {
            return files.filter(path -> !path.toString().endsWith(".lock"))
                    .flatMap(path -> {
                        try {
                            return Files.readAllLines(path).stream();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
    }

    @Test
    void fullFilesAreMovedAsideAndTheOldestGoes() throws IOException {
        var limits = new JsonlTelemetry.Limits(1000, 2, 4096, PATIENT, PATIENT);
        try (var telemetry = telemetry(file()).with(limits)) {
            for (var i = 0; i < 100; i++) {
                telemetry.record("numbered", numbered(i));
            }
        }
        try (var files = Files.list(file().getParent())) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("events.jsonl", "events.jsonl.1", "events.jsonl.2", "events.jsonl.lock");
        }
        assertThat(Files.size(file().resolveSibling("events.jsonl.1"))).isBetween(800L, 1000L);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        var kept = linesOfAllFiles().stream()
                .mapToLong(line -> parse(line).integer("n").orElseThrow())
                .sorted()
                .toArray();
        assertThat(kept).as("the newest, without a gap").endsWith(97, 98, 99).hasSize((int) (100 - kept[0]));
        assertThat(warnings).isEmpty();
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
            assertThat(telemetry.dropped()).isGreaterThan(9_000);
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
        assertThat(lines.stream().filter(line -> line.endsWith("}")).map(JsonlTelemetryTest::parse))
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
    void filesThatOthersMayReadBecomePrivate() throws IOException {
        Files.createDirectories(file().getParent());
        for (var name : List.of("events.jsonl", "events.jsonl.1", "events.jsonl.2")) {
            Files.writeString(file().resolveSibling(name), "{}\n".repeat(100));
            Files.setPosixFilePermissions(file().resolveSibling(name), PosixFilePermissions.fromString("rw-r--r--"));
        }

        try (var telemetry = telemetry(file()).with(new JsonlTelemetry.Limits(200, 3, 4096, PATIENT, PATIENT))) {
            telemetry.record("a", JsonValue.Obj.EMPTY);
        }

        for (var name : List.of("events.jsonl", "events.jsonl.1", "events.jsonl.2", "events.jsonl.3")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().resolveSibling(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
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
        var records = Files.readAllLines(file()).stream()
                .map(JsonlTelemetryTest::parse)
                .toList();
        assertThat(records)
                .extracting(record -> record.string("event").orElseThrow())
                .containsExactly("telemetry.dropped", "kept");
        assertThat(records.getFirst().integer("count")).hasValue(1);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void aMovedFileIsMadeAnew() throws IOException {
        try (var telemetry = telemetry(file())) {
            telemetry.record("a", JsonValue.Obj.EMPTY);
            awaitLines(1);
            Files.move(file(), folder.resolve("taken.jsonl"));
            telemetry.record("b", JsonValue.Obj.EMPTY);
        }
        assertThat(Files.readString(file())).contains("\"event\":\"b\"");
        assertThat(Files.readString(folder.resolve("taken.jsonl"))).contains("\"event\":\"a\"");
    }

    private void awaitLines(int count) throws IOException {
        var deadline = System.nanoTime() + PATIENT.toNanos();
        while (!Files.exists(file()) || Files.readAllLines(file()).size() < count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void anInterruptedRunStillFlushes() throws IOException {
        var telemetry = telemetry(file());
        telemetry.record("last", JsonValue.Obj.EMPTY);
        Thread.currentThread().interrupt();
        telemetry.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllLines(file())).hasSize(1);
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

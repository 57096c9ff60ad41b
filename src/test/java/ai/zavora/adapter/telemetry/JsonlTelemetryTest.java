package ai.zavora.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JsonlTelemetryTest extends JsonlFixture {

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

    @Test
    void anInterruptedRunStillFlushes() throws IOException {
        var telemetry = telemetry(file());
        telemetry.record("last", JsonValue.Obj.EMPTY);
        Thread.currentThread().interrupt();
        telemetry.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllLines(file())).hasSize(1);
    }
}

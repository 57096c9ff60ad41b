package ai.zavora.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file of telemetry, and what is read back of it. */
@Timeout(120)
abstract class JsonlFixture {
    static final Envelope ENVELOPE = new Envelope("run-1-2", "ask", "default-session");
    static final Duration PATIENT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    final MutableClock clock = MutableClock.fixed();
    final List<String> warnings = new CopyOnWriteArrayList<>();

    Path file() {
        return folder.resolve("made/events.jsonl");
    }

    static JsonValue.Obj numbered(int number) {
        return JsonValue.object().put("n", number).build();
    }

    static JsonValue.Obj parse(String line) {
        try {
            return Json.parseObject(line);
        } catch (JsonException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }

    void awaitLines(int count) throws IOException {
        var deadline = System.nanoTime() + PATIENT.toNanos();
        while (!Files.exists(file()) || Files.readAllLines(file()).size() < count) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    JsonlTelemetry telemetry(Path path) {
        return new JsonlTelemetry(path, ENVELOPE, clock, warnings::add);
    }
}

package ai.zavora.adapter.telemetry;

import ai.zavora.base.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** A process that writes numbered records. Arguments: file, run id, how many, largest file in bytes. */
final class RecordingProcess {
    private RecordingProcess() {}

    public static void main(String[] args) {
        var count = Integer.parseInt(args[2]);
        var limits = new JsonlTelemetry.Limits(
                Long.parseLong(args[3]), 100, count, Duration.ofSeconds(60), Duration.ofSeconds(60));
        try (var telemetry = new JsonlTelemetry(
                        Path.of(args[0]),
                        new Envelope(args[1], "test", "s"),
                        InstantSource.system(),
                        System.err::println)
                .with(limits)) {
            for (var i = 0; i < count; i++) {
                telemetry.record(
                        "numbered",
                        JsonValue.object()
                                .put("n", i)
                                .put("padding", "é".repeat(i % 50))
                                .build());
            }
        }
    }
}

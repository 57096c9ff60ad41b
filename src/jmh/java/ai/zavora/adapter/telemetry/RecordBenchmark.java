package ai.zavora.adapter.telemetry;

import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Nanoseconds a turn waits for one record, on a disk that writes and on one that takes nothing. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RecordBenchmark {
    @Param({"written", "stalled"})
    public String disk = "written";

    private Path folder = Path.of("unused");
    private JsonlTelemetry telemetry = telemetry(Path.of("unused"));

    private static JsonlTelemetry telemetry(Path file) {
        return new JsonlTelemetry(file, new Envelope("run-1-2", "ask", "s"), InstantSource.system(), warning -> {});
    }

    @Setup
    public void open() throws IOException, InterruptedException {
        folder = Files.createTempDirectory("telemetry");
        var file = folder.resolve("events.jsonl");
        if (disk.equals("stalled")
                && new ProcessBuilder("mkfifo", file.toString()).start().waitFor() != 0) {
            throw new IOException("no pipe was made");
        }
        telemetry = telemetry(file);
    }

    @TearDown
    public void close() throws IOException {
        telemetry.close();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Benchmark
    public void record() {
        telemetry.record(
                "tool.succeeded",
                JsonValue.object()
                        .put("tool", "grep")
                        .put("author", "assistant")
                        .put("duration_ms", 12)
                        .build());
    }
}

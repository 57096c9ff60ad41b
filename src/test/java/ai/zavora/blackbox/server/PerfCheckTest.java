package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Finished;
import ai.zavora.testing.FreePort;
import ai.zavora.testing.Launcher;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The performance gate as {@code make perf-check} runs it, with few requests. */
final class PerfCheckTest {
    private static final String GATE = "exec python3 \"$GATE\"";

    @TempDir
    private Path home;

    private int port;
    private Launcher launcher;

    @BeforeEach
    void fewRequests() throws Exception {
        port = FreePort.unused();
        launcher = Launcher.in(home)
                .with("GATE", Path.of("scripts/perf-check.py").toAbsolutePath().toString())
                .with("PERF_PORT", Integer.toString(port))
                .with("PERF_REQUESTS", "40")
                .with("PERF_CONCURRENCY", "4")
                .with("PERF_WARM_UP_SECONDS", "0")
                .with("PERF_CALIBRATION_SECONDS", "0.1")
                .with("PERF_EVAL_P95_TARGET_MS", "1000000")
                .with("PERF_HEALTH_P95_TARGET_MS", "1000000")
                .with("PERF_A2A_P95_TARGET_MS", "1000000")
                .with("PERF_EVAL_BENCH_ITERATIONS", "1")
                .with("PERF_EVAL_OUTPUT", home.resolve("eval.json").toString())
                .with("PERF_OUTPUT", home.resolve("perf/latest.json").toString());
    }

    @Test
    void aServerThatKeepsToItPasses() throws Exception {
        var finished = launcher.shell(GATE);

        assertThat(finished.exit()).as(finished.err()).isZero();
        var report = report();
        assertThat(report.members().keySet())
                .contains("generated_at", "config", "targets", "eval", "endpoint_load", "resources", "status");
        assertThat(object(report, "config").members().keySet())
                .contains("host", "port", "requests_per_endpoint", "concurrency");
        assertThat(object(report, "targets").members().keySet())
                .containsExactly("eval_p95_ms", "health_p95_ms", "a2a_ping_p95_ms", "server_rss_mb");
        for (var endpoint : List.of("healthz", "a2a_ping")) {
            var load = object(object(report, "endpoint_load"), endpoint);
            assertThat(load.members().keySet())
                    .containsExactly("sample_count", "avg_ms", "p95_ms", "p99_ms", "min_ms", "max_ms");
            assertThat(load.integer("sample_count")).hasValue(40);
        }
        assertThat(object(report, "status").bool("passed")).contains(true);
        assertThat(Files.readAllLines(home.resolve("perf/history.jsonl"))).hasSize(1);
        var trend = Launcher.in(home)
                .run("perf", "report", "--history", "perf/history.jsonl", "-o", "json")
                .lastJson();
        assertThat(trend.integer("malformed")).hasValue(0);
        assertThat(trend.array("figures").stream()
                        .map(figure -> ((JsonValue.Obj) figure).string("name").orElseThrow()))
                .containsExactly("eval_p95_ms", "health_p95_ms", "a2a_ping_p95_ms", "server_rss_mb");
        assertNothingIsLeft();
    }

    @Test
    void aThresholdThatIsMissedIsNamedWithItsFigure() throws Exception {
        var finished = launcher.with("PERF_HEALTH_P95_TARGET_MS", "0")
                .with("PERF_SERVER_RSS_TARGET_MB", "1")
                .with("PERF_ATTEMPTS", "1")
                .shell(GATE);

        assertThat(finished.exit()).isEqualTo(1);
        assertThat(finished.err())
                .containsPattern("healthz p95 is [0-9.]+ ms, above PERF_HEALTH_P95_TARGET_MS=0. What to do: ")
                .containsPattern("server memory is [0-9.]+ MB, above PERF_SERVER_RSS_TARGET_MB=1. What to do: ")
                .doesNotContain("PERF_A2A_P95_TARGET_MS");
        assertThat(object(report(), "status").array("failures")).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    void toldToStopItEndsWhatItStarted() throws Exception {
        var finished = launcher.with("PERF_REQUESTS", "1000000000").shell("""
                python3 "$GATE" &
                gate=$!
                until (exec 3<>/dev/tcp/127.0.0.1/$PERF_PORT) 2>/dev/null; do
                    kill -0 $gate || exit 1
                    sleep 0.1
                done
                kill -TERM $gate
                wait $gate
                """);

        assertThat(finished.exit()).as(finished.err()).isEqualTo(143);
        assertThat(home.resolve("perf/latest.json")).doesNotExist();
        assertNothingIsLeft();
    }

    @Test
    void whatKeepsItFromMeasuringIsSaid() throws Exception {
        assertRefuses(launcher.with("PERF_CONCURRENCY", "many").shell(GATE), "PERF_CONCURRENCY is 'many', not a whole");
        assertRefuses(launcher.with("PERF_CONCURRENCY", "0").shell(GATE), "PERF_CONCURRENCY is '0', not a whole");
        launcher.with("PERF_CONCURRENCY", "4");
        Files.writeString(home.resolve("file"), "");
        var output = home.resolve("perf/latest.json").toString();
        assertRefuses(
                launcher.with("PERF_OUTPUT", home + "/file/latest.json").shell(GATE), "Set PERF_OUTPUT to a file");
        launcher.with("PERF_OUTPUT", output);
        try (var other = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertRefuses(launcher.shell(GATE), other.getLocalPort() + " is taken");
        }
        assertRefuses(
                launcher.shell("exec 9>\"$HOME/perf/lock\"; flock 9; python3 \"$GATE\""),
                "Another measurement runs in this checkout");
    }

    private static void assertRefuses(Finished finished, String words) {
        assertThat(finished.err()).contains("perf-check: ").contains(words).doesNotContain("Traceback");
        assertThat(finished.exit()).isEqualTo(2);
    }

    private void assertNothingIsLeft() {
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(Integer.toString(port))))
                .isEmpty();
    }

    private JsonValue.Obj report() throws Exception {
        return Json.parseObject(Files.readString(home.resolve("perf/latest.json")));
    }

    private static JsonValue.Obj object(JsonValue.Obj parent, String name) {
        return parent.object(name).orElseThrow();
    }
}

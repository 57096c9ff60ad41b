package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Finished;
import ai.zavora.testing.NamedPipe;
import ai.zavora.testing.RunningProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The packaged program and data sets: in a fresh folder, under limits, and cut off. */
final class EvalTest extends ProgramTest {
    private static final String REPORT = ".zavora/evals/latest.json";

    private Path report() {
        return home.resolve(REPORT);
    }

    private static JsonValue.Obj parsed(String text) {
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            throw new AssertionError("not a JSON object: " + text, e);
        }
    }

    @Test
    void theBaselinePassesInAFreshFolderAndNothingElseIsLeftThere() throws Exception {
        var run = program().run("eval", "run", "--fail-under", "0.90");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Eval retrieval-baseline 1: ", "Benchmark: 100 iterations", "Report: " + REPORT);
        var report = parsed(Files.readString(report()));
        assertThat(report.string("dataset_source")).contains("built-in");
        assertThat(report.integer("total_cases").orElseThrow()).isGreaterThanOrEqualTo(40);
        var environment = report.object("environment").orElseThrow();
        assertThat(environment.string("java").orElseThrow()).startsWith("2");
        assertThat(environment.integer("cpus").orElseThrow()).isPositive();
        environment.string("commit").ifPresent(commit -> assertThat(commit).matches("[0-9a-f]{40}(-dirty)?"));
        try (var files = Files.walk(home)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(report());
        }
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void aCheckThatDoesNotPassEndsWithTwelve() throws InterruptedException {
        var run = program().run("eval", "run", "--fail-under", "1");

        failsInText(run, 12, "TOOLING");
        assertThat(run.out()).contains("failed  hard-synonym");
        assertThat(report()).exists();
    }

    @Test
    void whatIsRecordedSaysHowItWent() throws Exception {
        Files.createDirectories(home.resolve(".zavora/telemetry"));
        var events = Files.createFile(home.resolve(".zavora/telemetry/events.jsonl"));

        assertThat(program().run("eval", "run", "--fail-under", "1").exit()).isEqualTo(12);

        var records = Files.readAllLines(events).stream().map(EvalTest::parsed).toList();
        assertThat(records.stream().map(record -> record.string("event").orElseThrow()))
                .containsExactly("command.started", "eval.completed", "command.failed");
        assertThat(records.get(1).string("command")).contains("eval.run");
        assertThat(records.get(1).bool("passed_threshold")).contains(false);
        assertThat(records.get(1).string("output_path")).contains(REPORT);
        assertThat(records.get(2).string("category")).contains("TOOLING");
    }

    @Test
    void aRunInAFreshFolderIsRecordedWhereTelemetryWasAskedFor() throws Exception {
        var run = program().run("--telemetry-enabled", "true", "eval", "run");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(Files.readAllLines(home.resolve(".zavora/telemetry/events.jsonl")).stream()
                        .map(line -> parsed(line).string("event").orElseThrow()))
                .containsExactly("command.started", "eval.completed", "command.completed");
    }

    /** Waits until the command has begun, as its telemetry says. */
    private void awaitStart(RunningProgram running, Path events) throws IOException, InterruptedException {
        while (!Files.readString(events).contains("command.started")) {
            assertThat(ProcessHandle.of(running.pid())).as(running.err()).isPresent();
            Thread.sleep(10);
        }
    }

    @Test
    void anInterruptInTheMiddleEndsItAndLeavesTheEarlierReport() throws Exception {
        Files.createDirectories(report().getParent());
        Files.writeString(report(), "{\"generated_at_unix_ms\":1}");
        Files.createDirectories(home.resolve(".zavora/telemetry"));
        var events = Files.createFile(home.resolve(".zavora/telemetry/events.jsonl"));
        Finished finished;
        try (var running = program().start("eval", "run", "--benchmark-iterations", "1000000", "--dataset", slow())) {
            awaitStart(running, events);
            running.signal("INT");
            finished = running.finish();
        }

        assertThat(finished.exit()).as(finished.err()).isEqualTo(130);
        assertThat(report()).hasContent("{\"generated_at_unix_ms\":1}");
        try (var files = Files.list(report().getParent())) {
            assertThat(files).containsExactly(report());
        }
    }

    /** A data set that takes hours so often. */
    private String slow() throws IOException {
        var chunk = "\"" + "word and word ".repeat(40_000) + "\"";
        var file = home.resolve("slow.json");
        Files.writeString(
                file,
                "{\"name\":\"slow\",\"version\":\"1\",\"cases\":[{\"id\":\"a\",\"query\":\"word\",\"chunks\":[" + chunk
                        + "]}]}");
        return file.toString();
    }

    @Test
    void aPipeGetsTheWholeReportAndStays() throws Exception {
        var pipe = NamedPipe.at(home.resolve("pipe"));

        var run = program().shell("\"$ZAVORA\" eval run --output pipe & cat pipe >got; wait $!");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(parsed(Files.readString(home.resolve("got"))).string("dataset_name"))
                .contains("retrieval-baseline");
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void aPipeThatNobodyReadsCanBeLeft() throws Exception {
        NamedPipe.at(home.resolve("pipe"));
        Files.createDirectories(home.resolve(".zavora/telemetry"));
        var events = Files.createFile(home.resolve(".zavora/telemetry/events.jsonl"));
        try (var running = program().start("eval", "run", "--output", "pipe")) {
            awaitStart(running, events);
            running.signal("TERM");
            assertThat(running.finish().exit()).isEqualTo(143);
        }
    }

    @Test
    void aReportThatDoesNotFitLeavesTheEarlierOne() throws Exception {
        Files.writeString(home.resolve("report.json"), "{\"generated_at_unix_ms\":1}");

        var run = program().shell("ulimit -f 4; \"$ZAVORA\" eval run --output report.json");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("report.json");
        assertThat(home.resolve("report.json")).hasContent("{\"generated_at_unix_ms\":1}");
        try (var files = Files.list(home)) {
            assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    /** As many cases as are allowed, as many texts, and as many bytes. */
    @Test
    void theLargestDataSetFitsTheMemory() throws Exception {
        var set = new StringBuilder("{\"name\":\"large\",\"version\":\"1\",\"cases\":[\n");
        for (var i = 0; i < 10_000; i++) {
            set.append(i == 0 ? "" : ",\n")
                    .append(String.format(
                            Locale.ROOT, "{\"id\":\"%d\",\"query\":\"word\",\"max_chunks\":9,\"chunks\":[", i))
                    .append("\"Word\",".repeat(8))
                    .append('"')
                    .append("Word ä ".repeat(180))
                    .append("\"]}");
        }
        set.append("]}");
        Files.writeString(home.resolve("large.json"), set);
        assertThat(Files.size(home.resolve("large.json"))).isBetween(14L << 20, 16L << 20);

        var run = program().run("eval", "run", "--dataset", "large.json", "--benchmark-iterations", "1");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("10000 of 10000 cases passed");
        assertThatCode(() -> parsed(Files.readString(report()))).doesNotThrowAnyException();
    }
}

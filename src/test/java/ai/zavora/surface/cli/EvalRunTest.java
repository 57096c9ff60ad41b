package ai.zavora.surface.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.eval.DatasetReader;
import ai.zavora.surface.cli.eval.DatasetSource;
import ai.zavora.testing.Golden;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EvalRunTest {
    private static final Path BASELINE = Path.of(DatasetSource.BASELINE);
    private static final String TWO_CASES = """
            {"name": "two", "version": "7", "description": "one passes",
             "cases": [
              {"id": "right", "query": "red apples", "chunks": ["green pears", "red apples"],
               "required_terms": ["red"], "max_chunks": 1, "min_term_matches": null},
              {"id": "wr\\u001bong", "query": "green", "chunks": ["green pears"], "required_terms": ["kiwi", "pears"]}]}
            """;

    @TempDir
    Path folder;

    private CliRun eval(String... arguments) {
        var line = new String[arguments.length + 2];
        line[0] = "eval";
        line[1] = "run";
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        return CliRun.in(folder).run(line);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private JsonValue.Obj report(String name) throws IOException {
        return parsed(Files.readString(folder.resolve(name)));
    }

    private static JsonValue.Obj parsed(String text) {
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            throw new AssertionError("not a JSON object: " + text, e);
        }
    }

    /** With a zero for all that was measured. */
    private String stable(String text) {
        return text.replace(folder.toString(), "FOLDER")
                .replaceAll("(\"(?:avg|min|p50|p95|max|\\w+_latency_ms|throughput_qps|warm_up_ms)\": )[-.0-9E]+", "$10")
                .replaceAll("(avg|p50|p95) [.0-9]+ ms", "$1 0 ms")
                .replaceAll("[.0-9]+ queries/s", "0 queries/s");
    }

    @Test
    void writesAReportAndSaysItShort() throws IOException {
        write("two.json", TWO_CASES);

        var run = eval("--dataset", "two.json", "--fail-under", "0.5", "--benchmark-iterations", "3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        Golden.check(EvalRunTest.class, "eval-run.txt", stable(run.out()));
        Golden.check(
                EvalRunTest.class,
                "eval-run.json",
                stable(Files.readString(folder.resolve(".zavora/evals/latest.json"))));
        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(folder.resolve(".zavora/evals/latest.json"))))
                .isEqualTo("rw-------");
    }

    @Test
    void theSameDocumentIsPrintedAsJson() throws IOException {
        write("two.json", TWO_CASES);

        var run = eval("--dataset", "two.json", "--fail-under", "0.5", "--json");
        assertThat(folder.resolve(".zavora/evals/latest.json")).hasContent(run.out());
        var compact = eval("--dataset", "two.json", "--fail-under", "0.5", "-o", "json");

        assertThat(parsed(run.out()).members().keySet())
                .isEqualTo(parsed(compact.out()).members().keySet());
        assertThat(compact.out().lines()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--json"})
    void standardOutputMayTakeTheReport(String json) throws IOException {
        write("two.json", TWO_CASES);

        var run = json.isEmpty()
                ? eval("--dataset", "two.json", "--output", "-", "--fail-under", "0")
                : eval("--dataset", "two.json", "--output", "-", "--fail-under", "0", json);

        assertThat(run.exitCode()).isZero();
        assertThat(parsed(run.out()).string("dataset_name")).contains("two");
        assertThat(folder.resolve(".zavora")).doesNotExist();
        assertThat(folder.resolve("-")).doesNotExist();
    }

    @Test
    void tooFewCasesPassedEndsWithTwelveAndLeavesTheReport() throws IOException {
        write("two.json", TWO_CASES);

        var run = eval("--dataset", "two.json", "--output", "deep/er/report.json");

        assertThat(run.exitCode()).isEqualTo(12);
        assertThat(run.err())
                .startsWith("[TOOLING] The evaluation did not pass: 1 of 2 cases is less than --fail-under 0.8.\n");
        assertThat(run.err()).contains("Hint: Look at the cases with \"passed\": false in deep/er/report.json");
        assertThat(run.out()).contains("  failed  wr").doesNotContain("\u001b");
        assertThat(report("deep/er/report.json").bool("passed_threshold")).contains(false);
        assertThat(run.services().noted).containsExactly("eval.completed");
        assertThat(run.services().payloads.getFirst()).isEqualTo(parsed("""
                        {"dataset":"two","dataset_version":"7","total_cases":2,"pass_rate":0.5,
                        "passed_threshold":false,"output_path":"deep/er/report.json"}"""));
    }

    @Test
    void aFailedCheckLeavesOneDocumentOnStandardOutput() throws IOException {
        write("two.json", TWO_CASES);

        var run = eval("--dataset", "two.json", "-o", "json");

        assertThat(run.exitCode()).isEqualTo(12);
        assertThat(run.out().lines()).hasSize(1);
        assertThat(parsed(run.out()).bool("passed_threshold")).contains(false);
        assertThat(run.err()).contains("[TOOLING] ");
    }

    @Test
    void theBaselineIsBuiltInAndTheFileInItsPlaceWins() throws IOException {
        var builtIn = eval();
        Files.createDirectories(folder.resolve(BASELINE).getParent());
        write(DatasetSource.BASELINE, TWO_CASES);
        var file = eval("--fail-under", "0");

        assertThat(builtIn.exitCode()).as(builtIn.err()).isZero();
        assertThat(builtIn.out()).startsWith("Eval retrieval-baseline 1: ");
        assertThat(file.out()).startsWith("Eval two 7: 1 of 2 ");
    }

    @Test
    void theBaselineIsHardEnoughToTellRankersApart() throws IOException {
        var cases = DatasetReader.read(Files.readString(BASELINE), "baseline").cases();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
        // who takes the first chunks passes few
        assertThat(cases.stream()
                        .filter(one -> {
                            var first = String.join("\n", one.chunks().subList(0, 1))
                                    .toLowerCase(Locale.ROOT);
                            return one.terms().stream().allMatch(first::contains);
                        })
                        .count())
                .isLessThan(cases.size() / 2);

        eval("--benchmark-iterations", "1");

        var report = report(".zavora/evals/latest.json");
        assertThat(report.array("case_reports").stream()
                        .map(JsonValue.Obj.class::cast)
                        .filter(one -> one.bool("passed").orElseThrow().equals(false))
                        .map(one -> one.string("id").orElseThrow()))
                .containsExactly("hard-synonym", "hard-long-chunk", "hard-repeated-word", "hard-inside-words");
        assertThat(report.get("pass_rate")).contains(new JsonValue.Num("0.917"));
    }

    @Test
    void sixCasesScoreAsTheReferenceRun() throws IOException {
        var six = Path.of("src/test/resources/ai/zavora/surface/cli/six-cases.json");
        eval("--benchmark-iterations", "1", "--dataset", six.toAbsolutePath().toString());

        var scores = report(".zavora/evals/latest.json").array("case_reports").stream()
                .map(JsonValue.Obj.class::cast)
                .map(one -> one.string("id").orElseThrow() + " "
                        + one.integer("retrieved_chunks").orElseThrow() + " "
                        + one.integer("top_score").orElseThrow());

        assertThat(scores)
                .containsExactly(
                        "release-plan 1 5",
                        "risk-mitigation 1 4",
                        "mcp-reliability 1 4",
                        "telemetry-observability 1 6",
                        "retrieval-budget 1 9",
                        "provider-switching 1 5");
    }

    @ParameterizedTest
    @CsvSource({
        "--fail-under, NaN",
        "--fail-under, -0.1",
        "--fail-under, 1.01",
        "--fail-under, Infinity",
        "--fail-under, many",
        "--benchmark-iterations, -1",
        "--benchmark-iterations, 1.5",
        "--benchmark-iterations, 1000001",
        "--benchmark-iterations, 99999999999999999999",
    })
    void aWrongNumberIsAWrongCommandLine(String flag, String value) {
        var run = eval(flag + "=" + value);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(flag, "Hint: ");
        assertThat(folder.resolve(".zavora")).doesNotExist();
    }

    private void refusesDataset(byte[] bytes, String said) throws IOException {
        Files.write(folder.resolve("set.json"), bytes);
        Files.writeString(folder.resolve("report.json"), "{\"generated_at_unix_ms\":1}");

        var run = eval("--dataset", "set.json", "--output", "report.json");

        assertThat(run.exitCode()).as(run.out()).isEqualTo(42);
        assertThat(run.err()).startsWith("[INPUT] ").contains(said, "set.json", "Hint: ");
        assertThat(run.out()).isEmpty();
        assertThat(folder.resolve("report.json")).hasContent("{\"generated_at_unix_ms\":1}");
    }

    @Test
    void refusesDataThatIsNoText() throws IOException {
        refusesDataset(new byte[0], "is empty");
        refusesDataset(" \n".getBytes(UTF_8), "is empty");
        refusesDataset(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, "is empty");
        refusesDataset(TWO_CASES.replace("red", "r\u00e9d").getBytes(ISO_8859_1), "wrong in line 3: that is not UTF-8");
        refusesDataset(TWO_CASES.getBytes(UTF_16), "wrong in line 1: that is not UTF-8");
        // a character that is cut off at the very end
        refusesDataset(new byte[] {'{', '\n', (byte) 0xE2, (byte) 0x82}, "wrong in line 2: that is not UTF-8");
    }

    @Test
    void aByteOrderMarkIsNoMistake() throws IOException {
        write("set.json", "\uFEFF" + TWO_CASES);

        assertThat(eval("--dataset", "set.json", "--fail-under", "0.5").exitCode())
                .isZero();
    }

    @Test
    void aHugeFileIsRefusedUnread() throws IOException {
        try (var file = new RandomAccessFile(folder.resolve("huge.json").toFile(), "rw")) {
            file.setLength(1L << 40);
        }

        var run = eval("--dataset", "huge.json");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).contains("is larger than 16 MiB");
    }

    @ParameterizedTest
    @CsvSource({"missing.json, does not exist", "., is a folder", "/dev/zero, is a pipe"})
    void refusesADatasetThatIsNoFile(String path, String said) {
        var run = eval("--dataset", path);

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).contains("[INPUT] The data set ", said, "Hint: ");
    }

    @Test
    void refusesOutputWhereSomethingMustStay() throws IOException {
        var set = write("two.json", TWO_CASES);
        Files.createLink(folder.resolve("hard.json"), set);
        Files.createSymbolicLink(folder.resolve("soft.json"), set);
        Files.createDirectories(folder.resolve(".zavora/telemetry"));
        write(".zavora/telemetry/events.jsonl", "{}\n");
        write("file", "kept");

        for (var wrong : Map.of(
                        ".", "is a folder",
                        "two.json", "is the data set itself",
                        "hard.json", "is the data set itself",
                        "soft.json", "is the data set itself",
                        ".zavora/telemetry/events.jsonl", "is the telemetry itself",
                        "file/report.json", "cannot be written")
                .entrySet()) {
            var run = eval("--dataset", "two.json", "--output", wrong.getKey());

            assertThat(run.exitCode()).as(wrong.getKey()).isEqualTo(42);
            assertThat(run.err()).contains("[INPUT] ", wrong.getValue(), "Hint: ");
        }
        assertThat(set).hasContent(TWO_CASES);
        assertThat(folder.resolve("file")).hasContent("kept");
        assertThat(folder.resolve(".zavora/telemetry/events.jsonl")).hasContent("{}\n");
    }

    @Test
    void aReportThatIsReplacedKeepsItsLinkAndItsPermissions() throws IOException {
        write("two.json", TWO_CASES);
        var target = write("target.json", "{\"generated_at_unix_ms\":1}");
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(folder.resolve("link.json"), target);

        assertThat(eval("--dataset", "two.json", "--output", "link.json", "--fail-under", "0")
                        .exitCode())
                .isZero();

        assertThat(folder.resolve("link.json")).isSymbolicLink();
        assertThat(parsed(Files.readString(target)).string("dataset_name")).contains("two");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
                .isEqualTo("rw-r-----");
    }
}

package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.perf.Baseline;
import ai.zavora.testing.Finished;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

/** The packaged program and measurements of itself. */
final class PerfReportTest extends ProgramTest {
    private static final String HISTORY = ".zavora/perf/history.jsonl";
    private static final String BASELINE = "perf/baseline.json";

    private Finished report(String... options) throws InterruptedException {
        var line = new String[options.length + 2];
        line[0] = "perf";
        line[1] = "report";
        System.arraycopy(options, 0, line, 2, options.length);
        return program().run(line);
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }

    private static String run(int day, String suite, String figures) {
        return """
                {"generated_at":"2026-01-%02dT00:00:00+00:00","suite":"%s","commit":"c%d","version":"1.0.%d",\
                "machine":"this","figures":{%s}}
                """.formatted(day, suite, day, day, figures);
    }

    private void threeRuns() throws IOException {
        write(
                HISTORY,
                run(1, "check", "\"p95_ms\":10,\"size_mb\":100,\"calls_per_second\":1000,\"new_s\":1")
                        + run(2, "check", "\"p95_ms\":14,\"size_mb\":100,\"calls_per_second\":900,\"new_s\":null")
                        + run(3, "check", "\"p95_ms\":13,\"size_mb\":90,\"calls_per_second\":700,\"new_s\":2"));
        write(BASELINE, """
                {"version": "1.0.0", "machine": "this", "suites": {"check": {
                  "p95_ms": 10, "size_mb": {"value": 100, "tolerance": 0.05}, "calls_per_second": 1000, "gone_ms": 5}}}
                """);
    }

    @Test
    void eachFigureIsShownBesideEarlierOnesAndTheBaseline() throws Exception {
        threeRuns();

        var run = report();

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out().replace(home.toRealPath().toString(), "HOME").replace(home.toString(), "HOME"))
                .isEqualTo("""
                Performance report: HOME/.zavora/perf/history.jsonl
                Runs: 3 (malformed lines: 0)
                Baseline: 1.0.0, this

                check:
                                     last  median before  baseline    change
                  p95_ms            13 ms          12 ms     10 ms   +30.0 %  REGRESSION
                  size_mb           90 MB         100 MB    100 MB   -10.0 %      better
                  calls_per_second  700/s          950/s    1000/s   -30.0 %  REGRESSION
                  new_s               2 s            1 s         -  +100.0 %

                Not measured in the newest run, but in the baseline: check gone_ms

                Regressions:
                  check p95_ms: 13 ms, baseline 10 ms, +30.0 % (tolerance 25 %)
                  check calls_per_second: 700/s, baseline 1000/s, -30.0 % (tolerance 25 %)
                """);
    }

    @Test
    void theNewestFiguresDecideWhetherACheckPasses() throws Exception {
        threeRuns();

        assertThat(report("--fail-on", "regression").exit()).isEqualTo(12);

        Files.writeString(
                home.resolve(HISTORY),
                Files.readString(home.resolve(HISTORY))
                        + run(4, "check", "\"p95_ms\":12.5,\"size_mb\":105,\"calls_per_second\":800"));
        var well = report("--fail-on", "regression");
        assertThat(well.exit()).as(well.out()).isZero();
        assertThat(well.out()).contains("Regressions: none, 3 figures compared");
        failsInText(report("--fail-on", "everything"), 2, "INPUT");
    }

    @Test
    void aCheckThatHasNothingToCompareDoesNotPass() throws Exception {
        var nothing = report();
        assertThat(nothing.exit()).isZero();
        assertThat(nothing.out()).contains("No measurements yet: ", HISTORY + " does not exist");
        assertThat(report("-o", "json").lastJson().bool("found")).contains(false);
        failsInText(report("--fail-on", "regression"), 42, "INPUT");

        write(HISTORY, run(1, "check", "\"p95_ms\":10"));
        assertThat(report().out()).contains("Baseline: none", "Regressions: not judged, there is no baseline");
        failsInText(report("--fail-on", "regression"), 42, "INPUT");

        write(BASELINE, "{\"version\": \"1.0.0\", \"suites\": {\"other\": {\"p95_ms\": 1}}}");
        failsInText(report("--fail-on", "regression"), 42, "INPUT");
    }

    @Test
    void aPageSaysThatThereIsNothingYet() throws Exception {
        write("page.html", "<!DOCTYPE html> of yesterday");

        var nothing = report("--html", "page.html");

        assertThat(nothing.exit()).as(nothing.err()).isZero();
        assertThat(nothing.out()).contains("No measurements yet: ");
        var page = Files.readString(home.resolve("page.html"));
        assertThat(page).startsWith("<!DOCTYPE html>").contains("No measurements yet: ", HISTORY);
        assertThat(report("--html", "-").out()).isEqualTo(page);
        failsInText(report("--html", "checked.html", "--fail-on", "regression"), 42, "INPUT");
        assertThat(home.resolve("checked.html")).hasContent(page);
        assertThat(report("--history", KEY).out()).contains("[REDACTED]").doesNotContain(KEY);
    }

    @Test
    void linesThatAreNoMeasurementsAreCountedAndPassedOver() throws Exception {
        write(HISTORY, "{\"generated_at\":\"cut");
        var only = report("-o", "json").lastJson();
        assertThat(only.integer("runs")).hasValue(0);
        assertThat(only.integer("malformed")).hasValue(1);

        var good = run(1, "check", "\"p95_ms\":10");
        var wrong = List.of(
                "no JSON",
                "[]",
                "{}",
                good.replace("2026-01-01", "2026-31-01").strip(),
                good.replace("\"check\"", "\" \"").strip(),
                good.replace("10", "\"10\"").strip(),
                good.replace("10", "-1").strip(),
                good.replace("10", "1e999").strip(),
                good.replace("10", "NaN").strip(),
                "{\"a\":".repeat(500));
        write(HISTORY, good + "\n\n" + String.join("\n", wrong) + "\n" + run(2, "check", "\"p95_ms\":12"));
        Files.write(home.resolve(HISTORY), new byte[] {'{', (byte) 0xff, '\n', '{', '"'}, StandardOpenOption.APPEND);

        var report = report("-o", "json").lastJson();

        assertThat(report.integer("runs")).hasValue(2);
        assertThat(report.integer("malformed")).hasValue(wrong.size() + 2);
        var figure = (JsonValue.Obj) report.array("figures").getFirst();
        assertThat(figure.integer("last")).hasValue(12);
        assertThat(figure.integer("median_of_previous")).hasValue(10);
    }

    @Test
    void namesOutOfAFileDoNoHarm() throws Exception {
        write(HISTORY, run(1, "a\\u001b[31m<img>\\\"", "\"x\\u0007<script>_ms\":1"));

        var run = report("--html", "page.html");

        assertThat(run.out()).doesNotContain("\u001b", "\u0007");
        assertThat(Files.readString(home.resolve("page.html"))).doesNotContain("\u001b", "\u0007", "<script", "<img>");
    }

    @Test
    void aPageNeedsNothingButItself() throws Exception {
        threeRuns();

        var run = report("--html", "page.html", "--fail-on", "regression");

        assertThat(run.exit()).as(run.err()).isEqualTo(12);
        var page = home.resolve("page.html");
        assertThat(Files.readString(page))
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "default-src &#39;none&#39;",
                        "<polyline",
                        "class=\"base\"",
                        "check p95_ms: 13 ms, baseline 10 ms")
                .contains("13 ms, 2026-01-03T00:00:00Z, version 1.0.3, commit c3, this")
                .doesNotContain("http://", "https://", "src=", "href=");
        var svg = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Files.readString(page)
                        .substring("<!DOCTYPE html>".length())
                        .getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("svg");
        assertThat(svg.getLength()).isEqualTo(4);
        assertThat(report("--html", "-").out()).isEqualTo(Files.readString(page));
    }

    @Test
    void whatKeepsItFromReportingIsSaid() throws Exception {
        threeRuns();

        failsInJson(report("--html", "-", "-o", "json"), 2, "INPUT");
        failsInText(report("--baseline", "nowhere.json"), 42, "INPUT");
        failsInText(report("--history", "."), 42, "INPUT");
        failsInText(report("--html", HISTORY), 42, "INPUT");
        failsInText(report("--html", BASELINE), 42, "INPUT");
        failsInText(report("--html", "nowhere/page.html"), 42, "INPUT");
        var history = Files.readString(home.resolve(HISTORY));
        for (var wrong : List.of(
                "no JSON",
                "{}",
                "{\"suites\": {}}",
                "{\"version\": \"1\", \"suites\": {\"check\": 1}}",
                "{\"version\": \"1\", \"suites\": {\"check\": {\"p95_ms\": \"10\"}}}",
                "{\"version\": \"1\", \"suites\": {\"check\": {\"p95_ms\": -1}}}",
                "{\"version\": \"1\", \"suites\": {\"check\": {\"p95_ms\": {\"value\": 1, \"tolerance\": -1}}}}")) {
            write(BASELINE, wrong);
            var run = report();
            failsInText(run, 42, "INPUT");
            assertThat(run.err()).contains("The baseline ", BASELINE);
        }
        Files.delete(home.resolve(BASELINE));
        try (var large = new RandomAccessFile(home.resolve("large").toFile(), "rw")) {
            large.setLength((16 << 20) + 1);
        }
        failsInText(report("--history", "large"), 42, "INPUT");
        assertThat(home.resolve(HISTORY)).hasContent(history);
    }

    @Test
    void figuresOfAnotherMachineAreComparedAndToldSo() throws Exception {
        threeRuns();
        write(BASELINE, Files.readString(home.resolve(BASELINE)).replace("\"this\"", "\"that\""));

        assertThat(report().out()).contains("from another machine than the baseline", "REGRESSION");
    }

    @Test
    void theBaselineOfTheRepositoryCanBeRead() throws Exception {
        var baseline = Baseline.read(Files.readString(Path.of(BASELINE)), BASELINE);

        assertThat(baseline.of("perf-check", "server_rss_mb")).isPresent();
        assertThat(baseline.figures()).containsKeys("bench", "bench-sessions");
    }
}

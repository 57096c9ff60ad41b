package ai.zavora.surface.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.telemetry.report.FileReports;
import ai.zavora.base.json.Json;
import ai.zavora.core.telemetry.ReportQuery;
import ai.zavora.testing.Golden;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TelemetryReportTest {
    private static final Path EVENTS = Path.of("src/test/resources/ai/zavora/surface/cli/telemetry-events.jsonl");

    @TempDir
    Path folder;

    private final FakeServices services = new FakeServices();

    @BeforeEach
    void layOutEvents() throws IOException {
        Files.createDirectories(folder.resolve(".zavora/telemetry"));
        Files.copy(EVENTS, folder.resolve(".zavora/telemetry/events.jsonl"));
        services.reportWith(new FileReports(InstantSource.fixed(CliRun.NOW), Optional.empty()));
    }

    private CliRun report(String... arguments) {
        var line = new String[arguments.length + 2];
        line[0] = "telemetry";
        line[1] = "report";
        System.arraycopy(arguments, 0, line, 2, arguments.length);
        return CliRun.in(folder).services(services).run(line);
    }

    private String stable(String text) {
        return text.replace(folder.toString(), "FOLDER");
    }

    private ReportQuery query(String... arguments) {
        var run = report(arguments);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return services.queries.getLast();
    }

    @Test
    void addsUpTheConfiguredFile() throws IOException {
        Files.writeString(folder.resolve("prices.json"), """
                {"currency":"USD","models":{"openai/gpt-4o-mini":{"input":150,"cached_input":75,"output":600}}}
                """);

        var run = report("--prices", "prices.json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Golden.check(TelemetryReportTest.class, "telemetry-report.txt", stable(run.out()));
    }

    @Test
    void saysTheSameAsJson() {
        var run = report("--json", "--since", "2026-01-01T01:00:00Z");

        assertThat(run.exitCode()).as(run.err()).isZero();
        Golden.check(TelemetryReportTest.class, "telemetry-report.json", stable(run.out()));
    }

    @Test
    void aMissingFileIsNoFailure() throws IOException {
        Files.delete(folder.resolve(".zavora/telemetry/events.jsonl"));

        var text = report("--fail-on", "warn");
        var json = report("-o", "json", "--path", "other.jsonl");

        assertThat(text.exitCode()).isZero();
        assertThat(stable(text.out()))
                .isEqualTo("No telemetry yet: FOLDER/.zavora/telemetry/events.jsonl does not exist.\n");
        assertThat(json.exitCode()).isZero();
        assertThat(stable(json.out())).isEqualTo("{\"found\":false,\"path\":\"FOLDER/other.jsonl\"}\n");
    }

    @Test
    void readsWhatItIsTold() {
        assertThat(query())
                .isEqualTo(new ReportQuery(folder.resolve(".zavora/telemetry/events.jsonl"), 5000, Optional.empty()));
        assertThat(query("--limit", "7").limit()).isEqualTo(7);
        assertThat(query("--limit", "0").limit()).isEqualTo(ReportQuery.EVERYTHING);
        assertThat(query("--path", "x.jsonl").file()).isEqualTo(folder.resolve("x.jsonl"));
        assertThat(query("--since", "1h").limit()).as("all since then").isEqualTo(ReportQuery.EVERYTHING);
        assertThat(query("--since", "1h", "--limit", "9").limit()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"30m, PT30M", "24h, PT24H", "7d, PT168H", "2w, PT336H", "45s, PT45S"})
    void sinceTakesADurationBackFromNow(String text, Duration ago) {
        assertThat(query("--since", text).since()).contains(CliRun.NOW.minus(ago));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01, 2026-01-01T00:00:00Z",
        "2026-01-01T02:03:04Z, 2026-01-01T02:03:04Z",
        "2026-01-01T02:03:04.5+02:00, 2026-01-01T00:03:04.5Z",
        "2026-01-01 02:03:04Z, 2026-01-01T02:03:04Z"
    })
    void sinceTakesATime(String text, Instant time) {
        assertThat(query("--since", text).since()).contains(time);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "5",
                "h",
                "-1h",
                "1y",
                "2026-13-01",
                "2026-01-01T00:00:00",
                "99999999999h",
                "+5h",
                "+999999999-12-31T00:00:00Z",
                "-999999999-01-01T00:00:00Z",
                "1.5h"
            })
    void aWrongTimeIsAWrongCommandLine(String text) {
        var run = report("--since=" + text);

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is no time", "Hint: ");
    }

    @ParameterizedTest
    @CsvSource({
        "warn, 12",
        "fail, 0",
        "tool.failures, 12",
        "telemetry.dropped, 12",
        "command.failures, 12",
        "guardrail.blocks, 0",
        "command.failure_spike, 0"
    })
    void aFindingThatIsTooBadFailsTheCheckAfterTheReport(String failOn, int exit) {
        var run = report("--fail-on", failOn);

        assertThat(run.exitCode()).isEqualTo(exit);
        assertThat(run.out()).contains("Findings:");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void anUnknownFindingIsAWrongCommandLine() {
        var run = report("--fail-on", "tool.failure");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Did you mean 'tool.failures'?");
    }

    @Test
    void writesAPageOnlyItsOwnerMayRead() throws IOException {
        var run = report("--html", "report.html");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("Telemetry report");
        assertThat(Files.readString(folder.resolve("report.html"))).startsWith("<!DOCTYPE html>");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("report.html"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()).filter(name -> name.endsWith(".tmp")))
                    .isEmpty();
        }
    }

    @Test
    void aPageBehindALinkIsReplacedWithItsModeAndTheLinkStays() throws IOException {
        var page = Files.writeString(folder.resolve("page.html"), "<!doctype html>old");
        Files.setPosixFilePermissions(page, PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(folder.resolve("report.html"), Path.of("page.html"));
        Files.createSymbolicLink(folder.resolve("dangling.html"), Path.of("new.html"));

        var linked = report("--html", "report.html");
        var dangling = report("--html", "dangling.html");

        assertThat(linked.exitCode()).as(linked.err()).isZero();
        assertThat(folder.resolve("report.html")).isSymbolicLink();
        assertThat(page).content().startsWith("<!DOCTYPE html>");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(page)))
                .isEqualTo("rw-r-----");
        assertThat(dangling.exitCode()).as(dangling.err()).isZero();
        assertThat(folder.resolve("dangling.html")).isSymbolicLink();
        assertThat(folder.resolve("new.html")).isRegularFile().content().startsWith("<!DOCTYPE html>");
    }

    @Test
    void aPipeGetsThePageAndStaysAPipe() throws Exception {
        var pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        var reader = new ProcessBuilder("timeout", "20", "cat", pipe.toString()).start();

        var run = report("--html", "pipe");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(new String(reader.getInputStream().readAllBytes(), UTF_8)).endsWith("</html>\n");
        assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {".zavora/telemetry/events.jsonl", "link", "hard", ".zavora/telemetry/events.jsonl.3"})
    void thePageNeverReplacesWhatItReportsOn(String page) throws IOException {
        var events = folder.resolve(".zavora/telemetry/events.jsonl");
        Files.createSymbolicLink(folder.resolve("link"), events);
        Files.createLink(folder.resolve("hard"), events);
        Files.writeString(events.resolveSibling("events.jsonl.3"), "");

        var run = report("--html", page);

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).contains("telemetry itself", "Hint: ");
        assertThat(events).hasSameTextualContentAs(EVENTS);
        assertThat(folder.resolve("hard")).hasSameTextualContentAs(EVENTS);
        assertThat(events.resolveSibling("events.jsonl.3")).isEmptyFile();
    }

    @Test
    void thePageCanGoToStandardOutput() {
        var run = report("--html", "-");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(folder.resolve("-")).doesNotExist();
        assertThat(report("--html", "-", "--json").exitCode()).isEqualTo(2);
    }

    @Test
    void whereNothingIsRecordedThePageSaysSo() throws IOException {
        var piped = report("--path", "none.jsonl", "--html", "-", "--fail-on", "warn");
        var written = report("--path", "none.jsonl", "--html", "page.html", "--json");

        assertThat(piped.exitCode()).as(piped.err()).isZero();
        assertThat(piped.out())
                .startsWith("<!DOCTYPE html>")
                .endsWith("</html>\n")
                .contains("No telemetry yet", "none.jsonl does not exist");
        assertThat(written.exitCode()).as(written.err()).isZero();
        assertThat(written.out()).contains("\"found\": false");
        assertThat(folder.resolve("page.html")).hasContent(piped.out());
        assertThat(report("--path", "none.jsonl", "--html", "none.jsonl").exitCode())
                .as("a page where the telemetry will be")
                .isEqualTo(42);
    }

    @Test
    void aPageThatCannotBeWrittenIsAnInputError() throws IOException {
        Files.createDirectory(folder.resolve("taken"));

        var onFolder = report("--html", "taken");
        var nowhere = report("--html", "no/such/folder.html");

        assertThat(onFolder.exitCode()).isEqualTo(42);
        assertThat(onFolder.err()).contains("is a folder", "Hint: ");
        assertThat(nowhere.exitCode()).isEqualTo(42);
    }

    @Test
    void namesInTheFileCannotMoveTheCursor() throws IOException {
        Files.writeString(
                folder.resolve("hostile.jsonl"),
                "{\"ts_unix_ms\":1767225600000,\"event\":\"tool.requested\",\"command\":\"\\u001b[2Jask\","
                        + "\"tool\":\"\\u001b]0;title\\u0007\\n\"}\n");

        var run = report("--path", "hostile.jsonl");

        assertThat(run.out()).contains("␛[2Jask").doesNotContain("\u001b", "\u0007");
        assertThat(Arrays.stream(run.out().split("\n", -1)).filter(line -> line.contains("title")))
                .hasSize(1);
    }

    @Test
    void aHostileFileHarmsNoFormOfTheReport() throws Exception {
        var good =
                "{\"ts_unix_ms\":1767225600000,\"event\":\"model.request.completed\",\"run_id\":\"r\",\"command\":\"ask\","
                        + "\"provider\":\"p\",\"model\":\"m\",\"input_tokens\":1";
        var lines = List.of(
                good + "}",
                good + ",\"input_tokens\":2}",
                good + ",\"output_tokens\":1e308,\"latency_ms\":-1e308}",
                good + ",\"output_tokens\":-9223372036854775808,\"cache_write_tokens\":99999999999999999999999}",
                good + ",\"output_tokens\":NaN}",
                good + ",\"output_tokens\":" + "9".repeat(100_000) + "}",
                "{\"ts_unix_ms\":9223372036854775807,\"event\":\"command.failed\",\"command\":\"x\",\"duration_ms\":1e999}",
                "{\"ts_unix_ms\":-9223372036854775808,\"event\":\"telemetry.dropped\",\"command\":\"x\",\"count\":-5}",
                "{\"ts_unix_ms\":253402300800000,\"event\":\"tool.failed\",\"tool\":\"<script>alert(1)</script>\"}",
                "{\"ts_unix_ms\":\"1767225600000\",\"event\":\"tool.failed\",\"tool\":\"\\\"/><img src=x onerror=y>\"}",
                "{\"ts_unix_ms\":1,\"event\":\"tool.failed\",\"tool\":\"\uFFFF\uFFFE\\u001b[2J\\ud800\"}",
                "{\"event\":{\"a\":[" + "[".repeat(5000) + "]}}",
                "x".repeat(3_000_000),
                "null",
                "");
        Files.writeString(
                folder.resolve("hostile.jsonl"), "\uFEFF" + String.join("\r\n", lines) + "\n\u0000\n{\"ts_unix");

        for (var limit : List.of("0", "1", "2147483647")) {
            var text = report("--path", "hostile.jsonl", "--limit", limit, "--html", "page.html");
            var json = report("--path", "hostile.jsonl", "--limit", limit, "--since", "1970-01-01", "--json");

            assertThat(text.exitCode()).as(text.err()).isZero();
            assertThat(text.out())
                    .doesNotContain("\u001b", "<null>", "NaN", "Infinity")
                    .doesNotContainPattern("[ =]-\\d");
            assertThat(json.exitCode()).as(json.err()).isZero();
            assertThat(Json.parseObject(json.out()).integer("dropped")).hasValue(0);
            var page = Files.readString(folder.resolve("page.html"));
            assertThat(page).doesNotContain("<script", "<img", "\u001b");
            var parser = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            assertThat(parser.parse(new ByteArrayInputStream(
                                    page.substring(page.indexOf('\n')).strip().getBytes(UTF_8)))
                            .getElementsByTagName("script")
                            .getLength())
                    .isZero();
        }
    }

    @Test
    void theGroupAloneSaysWhatIsMissing() {
        var run = CliRun.in(folder).services(services).run("telemetry");

        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("report");
    }
}

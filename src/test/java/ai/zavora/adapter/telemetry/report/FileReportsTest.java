package ai.zavora.adapter.telemetry.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.telemetry.Coverage.Exactness;
import ai.zavora.core.telemetry.Coverage.Scope;
import ai.zavora.core.telemetry.ReportQuery;
import ai.zavora.core.telemetry.TelemetryReport;
import ai.zavora.testing.NamedPipe;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileReportsTest {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("events.jsonl");
    }

    private static String line(int number, String event, String more) {
        return "{\"ts_unix_ms\":" + (START + number * 1000L) + ",\"event\":\"" + event + "\",\"run_id\":\"run-" + number
                + "\",\"command\":\"ask\",\"session_id\":\"s\"" + more + "}\n";
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(n -> line(n, "command.started", ""))
                .collect(Collectors.joining());
    }

    private TelemetryReport report(long limit) throws InterruptedException {
        return report(limit, Optional.empty(), Optional.empty());
    }

    private TelemetryReport report(long limit, Optional<Instant> since, Optional<String> ownRun)
            throws InterruptedException {
        return new FileReports(InstantSource.fixed(Instant.ofEpochMilli(START)), ownRun)
                .report(new ReportQuery(file(), limit, since))
                .orElseThrow();
    }

    @Test
    void withoutAFileThereIsNoReport() throws InterruptedException {
        assertThat(new FileReports(InstantSource.system(), Optional.empty())
                        .report(new ReportQuery(file(), 5, Optional.empty())))
                .isEmpty();
    }

    /** A failure dated ahead would else be judged as one of the last hour for as long as it is ahead. */
    @Test
    void sinceATimeRecordsDatedAfterNowAreOnlyCounted() throws IOException, InterruptedException {
        var ahead = START + Duration.ofHours(20).toMillis();
        Files.writeString(
                file(),
                line(1, "command.completed", "")
                        + line(2, "command.failed", "").replace(Long.toString(START + 2000), Long.toString(ahead)));

        var since = report(ReportQuery.EVERYTHING, Optional.of(Instant.ofEpochMilli(START)), Optional.empty());
        var whole = report(ReportQuery.EVERYTHING);

        assertThat(since.totals().commands().failed()).isZero();
        assertThat(since.totals().events()).isEqualTo(1);
        assertThat(since.totals().span().ahead()).isEqualTo(1);
        assertThat(whole.totals().commands().failed()).isEqualTo(1);
        assertThat(whole.totals().span().ahead()).isEqualTo(1);
    }

    @Test
    void aFolderIsNoFile() {
        assertThatThrownBy(() -> new FileReports(InstantSource.system(), Optional.empty())
                        .report(new ReportQuery(folder, 5, Optional.empty())))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
    }

    @Test
    void theFileThatCannotBeReadIsNamed() throws Exception {
        Files.writeString(file(), lines(2, 4));
        Files.writeString(folder.resolve("events.jsonl.1"), lines(0, 2));
        var oldest = folder.resolve("events.jsonl.2");
        NamedPipe.at(oldest);
        assertThatThrownBy(() -> report(100))
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining(oldest + " is a pipe");

        Files.delete(oldest);
        Files.createSymbolicLink(oldest, oldest.getFileName());
        assertThatThrownBy(() -> report(100))
                .isInstanceOf(ZavoraException.class)
                .hasMessage("The telemetry file " + oldest + " cannot be read.");
    }

    @Test
    void olderFilesAreReportedWhereTheNewestIsGone() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("events.jsonl.1"), lines(2, 5));
        Files.writeString(folder.resolve("events.jsonl.2"), lines(0, 2));

        var report = report(100);

        assertThat(report.totals().events()).isEqualTo(5);
        assertThat(report.coverage().scope()).isEqualTo(Scope.WHOLE);
        assertThat(report.coverage().files()).hasSize(2);
    }

    @Test
    void anEmptyFileIsAReportOnNothing() throws IOException, InterruptedException {
        Files.writeString(file(), "");

        var report = report(5);

        assertThat(report.totals().events()).isZero();
        assertThat(report.totals().span().last()).isEmpty();
        assertThat(report.coverage().lines().count()).isZero();
    }

    @Test
    void theLimitTakesTheLastLinesAndBlankOnesDoNotCount() throws IOException, InterruptedException {
        Files.writeString(file(), lines(0, 100) + "\n \n\r\n" + lines(100, 103) + "\n\t\n");

        var report = report(4);

        assertThat(report.totals().events()).isEqualTo(4);
        assertThat(report.totals().span().first()).contains(Instant.ofEpochMilli(START + 99_000));
        assertThat(report.coverage().scope()).isEqualTo(Scope.TAIL);
        assertThat(report.coverage().lines().count()).isEqualTo(108);
        assertThat(report.coverage().lines().exactness()).isEqualTo(Exactness.EXACT);
        assertThat(report.coverage().skipped().parseErrors()).isZero();
    }

    @Test
    void onlyTheTailIsRead() throws IOException, InterruptedException {
        Files.writeString(file(), lines(0, 50_000));

        var read = report(10).coverage().files().getFirst();

        assertThat(read.bytesRead()).isLessThan(2000);
        assertThat(read.bytes()).isEqualTo(Files.size(file()));
    }

    @Test
    void everyLimitGivesAsManyEvents() throws IOException, InterruptedException {
        // lines of many lengths, so that some end at the ends of blocks
        Files.writeString(
                file(),
                IntStream.range(0, 3000)
                        .mapToObj(n -> line(n, "x", ",\"pad\":\"" + "p".repeat(n % 300) + "\""))
                        .collect(Collectors.joining()));

        for (var limit = 1; limit <= 3001; limit += 37) {
            assertThat(report(limit).totals().events()).isEqualTo(limit);
        }
        assertThat(report(5000).coverage().scope()).isEqualTo(Scope.WHOLE);
        assertThat(report(ReportQuery.EVERYTHING).totals().events()).isEqualTo(3000);
    }

    @Test
    void fullFilesBesideItGoOnWhereItEnds() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("events.jsonl.2"), lines(0, 10));
        Files.writeString(folder.resolve("events.jsonl.1"), lines(10, 20));
        Files.writeString(file(), lines(20, 25));

        var some = report(8);
        var all = report(ReportQuery.EVERYTHING);

        assertThat(some.totals().events()).isEqualTo(8);
        assertThat(some.coverage().files())
                .extracting(read -> read.path().getFileName().toString())
                .containsExactly("events.jsonl", "events.jsonl.1");
        assertThat(some.totals().span().first()).contains(Instant.ofEpochMilli(START + 17_000));
        assertThat(some.coverage().lines().count()).as("of the newest file").isEqualTo(5);
        assertThat(all.totals().events()).isEqualTo(25);
        assertThat(all.coverage().files()).hasSize(3);
        assertThat(report(5).coverage().files()).hasSize(1);
    }

    @Test
    void aFolderInThePlaceOfAnOlderFileIsPassedOver() throws Exception {
        Files.writeString(file(), lines(0, 5));
        Files.createDirectory(folder.resolve("events.jsonl.1"));
        Files.writeString(folder.resolve("events.jsonl.2"), lines(5, 9));

        assertThat(report(1000).totals().events()).isEqualTo(9);
    }

    @Test
    void aFileThatIsMovedWhileFilesAreOpenedIsReadOnce() throws IOException {
        Files.writeString(file(), lines(0, 5));
        Files.writeString(folder.resolve("events.jsonl.1"), lines(5, 9));
        try (var files = new LogFiles(file())) {
            assertThat(files.next().orElseThrow().size()).isEqualTo(Files.size(file()));
            Files.move(folder.resolve("events.jsonl.1"), folder.resolve("events.jsonl.2"));
            Files.move(file(), folder.resolve("events.jsonl.1"));

            assertThat(files.next().orElseThrow().path().getFileName()).hasToString("events.jsonl.2");
            assertThat(files.next()).isEmpty();
        }
    }

    @Test
    void whatIsNoRecordIsCounted() throws IOException, InterruptedException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(line(0, "command.started", "").getBytes(UTF_8));
        bytes.writeBytes("no json\n".getBytes(UTF_8));
        bytes.writeBytes(new byte[] {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}', '\n'});
        bytes.writeBytes(new byte[300]);
        bytes.writeBytes("\n{\"log\":\"of another program\"}\n[1]\n7\n{\"event\":5}\n".getBytes(UTF_8));
        bytes.writeBytes(("{\"event\":\"" + "x".repeat(3 << 20) + "\"}\n").getBytes(UTF_8));
        bytes.writeBytes(
                line(1, "command.failed", ",\"error\":\"h\u00e9\\u00e9\\n\"").getBytes(UTF_8));
        bytes.writeBytes("{\"ts_unix_ms\":17672256".getBytes(UTF_8));
        Files.write(file(), bytes.toByteArray());

        var report = report(ReportQuery.EVERYTHING);

        assertThat(report.totals().events()).isEqualTo(2);
        assertThat(report.totals().commands().failed()).isEqualTo(1);
        var skipped = report.coverage().skipped();
        assertThat(skipped.malformed()).isEqualTo(4);
        assertThat(skipped.incomplete()).isEqualTo(1);
        assertThat(skipped.foreign()).isEqualTo(4);
        assertThat(report.coverage().lines().count()).isEqualTo(11);
    }

    @Test
    void aLastLineThatOnlyLacksItsLineFeedIsRead() throws IOException, InterruptedException {
        Files.writeString(file(), lines(0, 3).stripTrailing());

        assertThat(report(2).totals().events()).isEqualTo(2);
        assertThat(report(ReportQuery.EVERYTHING).totals().events()).isEqualTo(3);
    }

    @Test
    void sinceLeavesOutWhatIsEarlierOrHasNoTime() throws IOException, InterruptedException {
        Files.writeString(file(), lines(0, 10) + "{\"event\":\"timeless\"}\n");

        var report = report(ReportQuery.EVERYTHING, Optional.of(Instant.ofEpochMilli(START + 7000)), Optional.empty());

        assertThat(report.totals().events()).isEqualTo(3);
        assertThat(report.coverage().skipped().earlier()).isEqualTo(8);
    }

    @Test
    void theRunThatAsksIsAsIfItHadNotBegun() throws IOException, InterruptedException {
        Files.writeString(file(), lines(0, 10));
        var before = report(3, Optional.empty(), Optional.of("run-own"));
        Files.writeString(
                file(), line(10, "command.started", "").replace("run-10", "run-own"), StandardOpenOption.APPEND);

        var after = report(3, Optional.empty(), Optional.of("run-own"));

        assertThat(after.totals()).isEqualTo(before.totals());
        assertThat(after.coverage().lines()).isEqualTo(before.coverage().lines());
    }

    @Test
    void everySumIsOfWhatTheLinesSay() throws IOException, InterruptedException {
        var model =
                ",\"provider\":\"openai\",\"model\":\"m\",\"latency_ms\":100,\"input_tokens\":1,\"cache_read_tokens\":2,"
                        + "\"cache_write_tokens\":3,\"output_tokens\":4,\"reasoning_tokens\":5";
        Files.writeString(
                file(),
                line(0, "command.started", "")
                        + line(1, "model.request.started", model)
                        + line(1, "model.request.retrying", model)
                        + line(1, "model.request.completed", model)
                        + line(1, "model.request.completed", model.replace("100", "300"))
                        + line(1, "model.request.failed", model)
                        + line(2, "tool.requested", ",\"tool\":\"grep\"")
                        + line(2, "tool.failed", ",\"tool\":\"grep\",\"duration_ms\":7")
                        + line(2, "tool.failed", ",\"tool\":\"grep\",\"duration_ms\":7")
                        + line(2, "tool.failed", ",\"tool\":\"grep\",\"error\":\"denied\"")
                        + line(2, "tool.succeeded", ",\"tool\":\"grep\",\"duration_ms\":7")
                        + line(2, "tool.failed", ",\"tool\":\"grep\",\"error\":\"not_approved\"")
                        + line(2, "tool.failed", ",\"tool\":\"grep\",\"error\":\"not_run\"")
                        + line(2, "tool.failed", ",\"tool\":\"grep\",\"duration_ms\":7")
                        + line(3, "guardrail.input.blocked", ",\"hits\":[\"a\",\"b\"],\"hit_count\":2")
                        + line(3, "guardrail.output.redacted", ",\"hits\":[],\"hit_count\":1")
                        + line(4, "telemetry.dropped", ",\"count\":12")
                        + line(5, "command.failed", ",\"duration_ms\":20,\"category\":\"INTERRUPTED\"")
                        + line(5, "command.failed", ",\"duration_ms\":30,\"category\":\"PROVIDER\"")
                        + line(5, "command.completed", ",\"duration_ms\":10")
                        + line(5, "server.ask.completed", "")
                        + line(5, "server.ask.failed", ",\"category\":\"INTERRUPTED\"")
                        + line(5, "server.ask.failed", ",\"category\":\"INPUT\"")
                        + line(5, "server.ask.failed", ",\"category\":\"LIMIT\"")
                        + line(5, "server.ask.failed", ",\"category\":\"INTERRUPTED\",\"stop\":\"requested\"")
                        + line(5, "server.ask.failed", ",\"category\":\"INTERRUPTED\",\"stop\":\"too_large\"")
                        + line(5, "server.ask.failed", ",\"category\":\"INTERRUPTED\",\"stop\":\"timeout\""));

        var report = report(ReportQuery.EVERYTHING);

        assertThat(report.totals())
                .hasToString(
                        "Totals[events=27, runs=Runs[count=6, exactness=EXACT], "
                                + "commands=Outcomes[started=1, succeeded=1, failed=1, interrupted=1], "
                                + "turns=Outcomes[started=7, succeeded=1, failed=3, interrupted=3], "
                                + "tools=Outcomes[started=1, succeeded=1, failed=3, interrupted=3], dropped=12, "
                                + "span=Span[first=Optional[2026-01-01T00:00:00Z], last=Optional[2026-01-01T00:00:05Z], ahead=0]]");
        assertThat(report.breakdown())
                .hasToString("Breakdown[commands=[OfCommand[name=ask, events=27, "
                        + "outcomes=Outcomes[started=1, succeeded=1, failed=1, interrupted=1], "
                        + "latency=Latency[count=3, p50=20, p95=30, max=30]]], "
                        + "tools=[OfTool[name=grep, outcomes=Outcomes[started=1, succeeded=1, failed=3, interrupted=3], "
                        + "failuresInARow=2, latency=Latency[count=4, p50=7, p95=7, max=7]]], "
                        + "models=[OfModel[provider=openai, model=m, outcomes=Outcomes[started=1, succeeded=2, failed=1, "
                        + "interrupted=0], retries=1, tokens=Usage[inputTokens=2, cacheReadTokens=4, cacheWriteTokens=6, "
                        + "outputTokens=8, reasoningTokens=10], latency=Latency[count=2, p50=101, p95=300, max=300]]], "
                        + "guardrails=[OfGuardrail[direction=input, action=blocked, events=1, hits=2], "
                        + "OfGuardrail[direction=output, action=redacted, events=1, hits=1]]]");
    }

    @Test
    void anyNumberOfNamesFindsRoom() throws IOException, InterruptedException {
        Files.writeString(
                file(),
                IntStream.range(0, 5000)
                        .mapToObj(n -> line(n, "tool.requested", ",\"tool\":\"tool-" + n + "\""))
                        .collect(Collectors.joining()));

        var tools = report(ReportQuery.EVERYTHING).breakdown().tools();

        assertThat(tools).hasSize(Names.ROOM + 1);
        assertThat(tools.getFirst().name()).isEqualTo("(other)");
        assertThat(tools.getFirst().outcomes().started()).isEqualTo(5000 - Names.ROOM);
    }

    @Test
    void anInterruptedReportEndsAndSaysSo() throws IOException {
        Files.writeString(file(), lines(0, 10));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> report(ReportQuery.EVERYTHING)).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }
}

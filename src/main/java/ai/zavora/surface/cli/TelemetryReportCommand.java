package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionGroup;
import ai.zavora.base.config.OptionType;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.core.telemetry.Finding;
import ai.zavora.core.telemetry.Findings;
import ai.zavora.core.telemetry.ReportQuery;
import ai.zavora.core.telemetry.TelemetryReport;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import ai.zavora.surface.cli.syntax.UsageException;
import ai.zavora.surface.cli.telemetry.Prices;
import ai.zavora.surface.cli.telemetry.ReportJson;
import ai.zavora.surface.cli.telemetry.ReportPage;
import ai.zavora.surface.cli.telemetry.ReportText;
import ai.zavora.surface.cli.telemetry.SinceTime;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code telemetry report}: adds up the recorded events and judges them. */
final class TelemetryReportCommand implements Command {
    private static final long DEFAULT_LIMIT = 5000;
    /** A check that did not pass; nothing else ends this command with it, so a script can tell it apart. */
    private static final int CHECK_FAILED = ErrorKind.TOOLING.exitCode();

    private static final Valued PATH = new Valued(
            "--path", "PATH", new OptionType.FilePath(), "The file to read instead of the one of --telemetry-path.");
    private static final Valued LIMIT = new Valued(
            "--limit",
            "N",
            OptionType.Whole.atLeast(0),
            "How many of the last lines are read, older files of the rotation included; 0 reads everything. Without"
                    + " it 5000, or everything where --since is given.");
    private static final Valued SINCE = new Valued(
            "--since",
            "TIME",
            new OptionType.Text(),
            "Only events of that time or later: 2026-01-31T08:30:00Z, 2026-01-31 (midnight UTC), or as long ago as"
                    + " 30m, 24h, 7d.");
    private static final Valued HTML = new Valued(
            "--html",
            "FILE",
            new OptionType.FilePath(),
            "Writes a page with plots there, for any browser; - is standard output, in place of the text.");
    private static final Valued PRICES = new Valued(
            "--prices",
            "FILE",
            new OptionType.FilePath(),
            "JSON with the prices of a million tokens by model, from which costs are shown.");
    private static final Valued FAIL_ON = new Valued(
            "--fail-on",
            "LEVEL|FINDING",
            OptionType.Choice.of(failOn()),
            "Ends with exit code 12 when a finding is at that level or above (warn, fail), or when the named finding is"
                    + " not well.");

    /** What stands for standard output where a file is named. */
    private static final String STANDARD_OUTPUT = "-";

    private static String[] failOn() {
        var words = new ArrayList<>(List.of("warn", "fail"));
        words.addAll(Findings.IDS);
        return words.toArray(String[]::new);
    }

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "telemetry report",
                """
                Adds up the recorded events: commands, tools, models, tokens, guardrails, latencies and error rates, and \
                says what is worth attention.

                Reads from the end of the file in constant memory. Lines that are no events are counted and passed \
                over. Percentiles are at most 1.6 % off; more than 65,536 different runs are estimated to 1 %. A file \
                that does not exist is no failure; a page then says so.

                Findings are command.failures, command.failure_spike, guardrail.blocks, tool.failures and \
                telemetry.dropped; 'server status' and 'telemetry report' do not count as commands there. With --fail-on the exit code is 12 when one is too bad: a wrong command line ends \
                with 2 and an unreadable file with 42, so a script can tell them apart.

                A price file holds {"currency":"USD","models":{"PROVIDER/MODEL":{"input":1,"cached_input":0.1,\
                "cache_write":1.25,"output":4}}}.""",
                List.of(),
                List.of(PATH, LIMIT, SINCE, Results.JSON, HTML, PRICES, FAIL_ON),
                Set.of(OptionGroup.TELEMETRY),
                List.of(
                        new Example("zavora-cli telemetry report --limit 2000", "the last 2000 events"),
                        new Example("zavora-cli telemetry report --since 24h --html report.html", "a page of a day"),
                        new Example("zavora-cli telemetry report --since 1h --fail-on warn", "a check for CI")));
    }

    @Override
    public int run(Invocation invocation) throws UsageException, InterruptedException {
        var services = invocation.services();
        var query = query(invocation, invocation.clock().instant());
        var prices = path(invocation, PRICES).map(Prices::read).orElse(Prices.NONE);
        var results = new Results(invocation);
        var html = invocation.arguments().text(HTML);
        if (results.structured() && html.filter(STANDARD_OUTPUT::equals).isPresent()) {
            throw new UsageException(
                    "--html -: JSON goes to standard output already", "Name a file, or leave one of the two out.");
        }
        var report = services.telemetryReports().report(query);
        if (html.filter(STANDARD_OUTPUT::equals).isPresent()) {
            results.print(page(report, query, prices));
        } else {
            var telemetry = List.of(query.file(), invocation.settings().telemetryFile());
            var page = path(invocation, HTML);
            if (page.isPresent()) {
                var database = services.databaseFile(invocation.settings());
                new ReportFile(page.get(), ReportFile.Kind.PAGE, telemetry, database)
                        .write(page(report, query, prices));
            }
            print(results, report, query, prices);
        }
        return invocation
                .arguments()
                .text(FAIL_ON)
                .filter(word -> report.isPresent() && isTooBad(report.get(), word))
                .map(_ -> CHECK_FAILED)
                .orElse(0);
    }

    private static String page(Optional<TelemetryReport> report, ReportQuery query, Prices prices) {
        return report.map(found -> new ReportPage(found, prices).html())
                .orElseGet(() -> ReportPage.nothing(query.file().toString()));
    }

    private static void print(Results results, Optional<TelemetryReport> report, ReportQuery query, Prices prices) {
        var path = query.file().toString();
        if (results.structured()) {
            results.print(report.map(found -> new ReportJson(found, prices).json())
                    .orElseGet(() -> ReportJson.nothing(path)));
        } else {
            results.print(report.map(found -> new ReportText(found, prices).text())
                    .orElseGet(() -> ReportText.nothing(path)));
        }
    }

    private static ReportQuery query(Invocation invocation, Instant now) throws UsageException {
        var arguments = invocation.arguments();
        var text = arguments.text(SINCE);
        Optional<Instant> since = text.isPresent() ? Optional.of(SinceTime.parse(text.get(), now)) : Optional.empty();
        return new ReportQuery(
                path(invocation, PATH).orElseGet(() -> invocation.settings().telemetryFile()),
                arguments.number(LIMIT).orElse(since.isPresent() ? ReportQuery.EVERYTHING : DEFAULT_LIMIT),
                since);
    }

    private static Optional<Path> path(Invocation invocation, Valued option) {
        return invocation.arguments().text(option).map(text -> invocation
                .settings()
                .path(option.flag(), text));
    }

    private static boolean isTooBad(TelemetryReport report, String word) {
        return report.findings().stream().anyMatch(finding -> switch (word) {
            case "warn" -> finding.level().compareTo(Finding.Level.WARN) >= 0;
            case "fail" -> finding.level() == Finding.Level.FAIL;
            default -> finding.id().equals(word) && finding.level() != Finding.Level.OK;
        });
    }
}

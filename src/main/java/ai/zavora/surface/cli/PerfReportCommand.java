package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionType;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.perf.Baseline;
import ai.zavora.core.perf.History;
import ai.zavora.core.perf.TrendReport;
import ai.zavora.surface.cli.perf.PerfFile;
import ai.zavora.surface.cli.perf.TrendJson;
import ai.zavora.surface.cli.perf.TrendPage;
import ai.zavora.surface.cli.perf.TrendText;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import ai.zavora.surface.cli.syntax.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code perf report}: what was measured over time, and what is worse than the baseline. */
final class PerfReportCommand implements Command {
    private static final String HISTORY_FILE = ".zavora/perf/history.jsonl";
    private static final String BASELINE_FILE = "perf/baseline.json";
    /** A check that did not pass; nothing else ends this command with it, so a script can tell it apart. */
    private static final int CHECK_FAILED = ErrorKind.TOOLING.exitCode();
    /** What stands for standard output where a file is named. */
    private static final String STANDARD_OUTPUT = "-";

    private static final Valued HISTORY = new Valued(
            "--history", "FILE", new OptionType.FilePath(), "The measurements, default " + HISTORY_FILE + ".");
    private static final Valued BASELINE = new Valued(
            "--baseline",
            "FILE",
            new OptionType.FilePath(),
            "The figures to compare with, default " + BASELINE_FILE + " where that exists.");
    private static final Valued HTML = new Valued(
            "--html",
            "FILE",
            new OptionType.FilePath(),
            "Writes a page with plots there, for any browser; - is standard output, in place of the text.");
    private static final Valued FAIL_ON = new Valued(
            "--fail-on",
            "WHAT",
            OptionType.Choice.of("regression"),
            "Ends with exit code 12 when a figure is worse than the baseline by more than its tolerance (regression).");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "perf report",
                """
                Shows for each figure the newest, the median of those before it, that of the baseline and the change, \
                and names what is worse than the baseline by more than its tolerance.

                make perf-check and make bench add to the history. Lines that are no measurements are counted and \
                passed over. A history that does not exist is no failure, and a page then says so; but for --fail-on: a \
                check that had nothing to compare did not pass, and ends with 42. A regression ends it with 12, a wrong command line with 2.

                What a history and a baseline hold is in docs/performance.md.""",
                List.of(),
                List.of(HISTORY, BASELINE, HTML, FAIL_ON, Results.JSON),
                Set.of(),
                List.of(
                        new Example("zavora-cli perf report", "every figure, and what got worse"),
                        new Example("zavora-cli perf report --html perf.html", "a page with a plot of each figure"),
                        new Example("zavora-cli perf report --fail-on regression", "a check for CI")));
    }

    @Override
    public int run(Invocation invocation) throws UsageException, InterruptedException {
        var results = new Results(invocation);
        var html = invocation.arguments().text(HTML);
        var onStandardOutput = html.filter(STANDARD_OUTPUT::equals).isPresent();
        if (results.structured() && onStandardOutput) {
            throw new UsageException(
                    "--html -: JSON goes to standard output already", "Name a file, or leave one of the two out.");
        }
        var history = new PerfFile(
                "history",
                path(invocation, HISTORY).orElseGet(() -> invocation.settings().path(HISTORY.flag(), HISTORY_FILE)));
        var baseline = new PerfFile(
                "baseline",
                path(invocation, BASELINE).orElseGet(() -> invocation.settings().path(BASELINE.flag(), BASELINE_FILE)));
        var page = onStandardOutput
                ? Optional.<ReportFile>empty()
                : path(invocation, HTML).map(file -> page(invocation, file, history, baseline));
        var expected = baseline(baseline, path(invocation, BASELINE).isPresent());
        var measured = history.read();
        var check = invocation.arguments().text(FAIL_ON).isPresent();
        if (measured.isEmpty()) {
            var nothing = TrendPage.nothing(history.path().toString());
            if (page.isPresent()) {
                page.get().write(nothing);
            }
            if (check) {
                throw nothingCompared("The history " + history.path() + " does not exist");
            }
            if (onStandardOutput) {
                results.print(nothing);
            } else {
                nothing(results, history.path().toString());
            }
            return 0;
        }
        var report = TrendReport.of(History.read(measured.get()), expected);
        if (onStandardOutput) {
            results.print(new TrendPage(report, history.path().toString()).html());
        } else {
            if (page.isPresent()) {
                page.get().write(new TrendPage(report, history.path().toString()).html());
            }
            print(results, report, history.path().toString());
        }
        if (!check) {
            return 0;
        }
        if (report.compared() == 0) {
            throw nothingCompared("No figure of " + history.path() + " is in the baseline " + baseline.path());
        }
        return report.regressions().isEmpty() ? 0 : CHECK_FAILED;
    }

    private static Optional<Baseline> baseline(PerfFile file, boolean asked) {
        var bytes = asked ? Optional.of(file.readExisting("--baseline")) : file.read();
        return bytes.map(found -> Baseline.read(file.text(found), file.path().toString()));
    }

    private static ReportFile page(Invocation invocation, Path path, PerfFile history, PerfFile baseline) {
        var settings = invocation.settings();
        var file = new ReportFile(
                path,
                ReportFile.Kind.PAGE,
                List.of(settings.telemetryFile()),
                invocation.services().databaseFile(settings));
        file.check(history.path(), "the history itself");
        file.check(baseline.path(), "the baseline itself");
        file.check();
        return file;
    }

    private static ZavoraException nothingCompared(String why) {
        return new ZavoraException(
                ErrorKind.INPUT,
                why + ", so nothing could be compared.",
                "Measure with make perf-check or make bench, and name a baseline that has the same figures.");
    }

    private static void print(Results results, TrendReport report, String history) {
        if (results.structured()) {
            results.print(new TrendJson(report, history).json());
        } else {
            results.print(new TrendText(report, history).text());
        }
    }

    private static void nothing(Results results, String history) {
        if (results.structured()) {
            results.print(TrendJson.nothing(history));
        } else {
            results.print(TrendText.nothing(history));
        }
    }

    private static Optional<Path> path(Invocation invocation, Valued option) {
        return invocation.arguments().text(option).map(text -> invocation
                .settings()
                .path(option.flag(), text));
    }
}

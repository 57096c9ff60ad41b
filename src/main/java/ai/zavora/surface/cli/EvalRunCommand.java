package ai.zavora.surface.cli;

import ai.zavora.base.config.OptionType;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.eval.EvalReport;
import ai.zavora.core.eval.Evaluation;
import ai.zavora.surface.cli.eval.DatasetSource;
import ai.zavora.surface.cli.eval.EvalJson;
import ai.zavora.surface.cli.eval.EvalText;
import ai.zavora.surface.cli.syntax.CommandSyntax;
import ai.zavora.surface.cli.syntax.CommandSyntax.Example;
import ai.zavora.surface.cli.syntax.CommandSyntax.Valued;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code eval run}: runs a data set, writes a report and judges it. */
final class EvalRunCommand implements Command {
    private static final String OUTPUT_FILE = ".zavora/evals/latest.json";
    private static final long ITERATIONS = 100;
    private static final long MOST_ITERATIONS = 1_000_000;
    private static final double FAIL_UNDER = 0.80;
    /** What stands for standard output where a file is named. */
    private static final String STANDARD_OUTPUT = "-";

    private static final Valued DATASET = new Valued(
            "--dataset",
            "FILE",
            new OptionType.FilePath(),
            "The data set. Without it " + DatasetSource.BASELINE + " where that is there, else the baseline that is"
                    + " built in.");
    private static final Valued OUTPUT = new Valued(
            "--output",
            "FILE",
            new OptionType.FilePath(),
            "Writes the report there, default " + OUTPUT_FILE + "; - is standard output, in place of the text.");
    private static final Valued ITERATIONS_OPTION = new Valued(
            "--benchmark-iterations",
            "N",
            new OptionType.Whole(0, MOST_ITERATIONS),
            "How often each case is timed, default 100; 0 counts as 1.");
    private static final Valued FAIL_UNDER_OPTION = new Valued(
            "--fail-under",
            "SHARE",
            new OptionType.Decimal(0, 1),
            "Ends with exit code 12 when a smaller share of the cases passes, default 0.80.");

    @Override
    public CommandSyntax syntax() {
        return new CommandSyntax(
                "eval run",
                """
                Runs the cases of a data set: each is a query, texts to choose from, and terms that the chosen texts \
                have to hold. Writes a report with results and latencies, and judges the share of cases that pass.

                A report that is there is replaced whole, or stays when the run is interrupted or fails. With too few \
                cases passed the report is written, and the exit code is 12: a wrong command line ends with 2 and a \
                data set that is wrong with 42, so a script can tell them apart.

                What a data set and a report hold, and how cases are scored, is in docs/evaluation.md.""",
                List.of(),
                List.of(DATASET, OUTPUT, ITERATIONS_OPTION, FAIL_UNDER_OPTION, Results.JSON),
                Set.of(),
                List.of(
                        new Example("zavora-cli eval run", "the baseline"),
                        new Example("zavora-cli eval run --dataset my.json --fail-under 0.95", "a check for CI"),
                        new Example("zavora-cli eval run --json --output -", "the report as JSON, no file")));
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        var settings = invocation.settings();
        var arguments = invocation.arguments();
        var source = arguments
                .text(DATASET)
                .<DatasetSource>map(text -> new DatasetSource.InFile(settings.path(DATASET.flag(), text)))
                .orElseGet(() -> DatasetSource.baseline(settings.path(DATASET.flag(), DatasetSource.BASELINE)));
        var output = arguments.text(OUTPUT).orElse(OUTPUT_FILE);
        var file = output.equals(STANDARD_OUTPUT)
                ? Optional.<ReportFile>empty()
                : Optional.of(reportFile(invocation, settings.path(OUTPUT.flag(), output), source));
        var dataset = source.read();
        var outcome = new Evaluation(System::nanoTime)
                .run(dataset, (int) arguments.number(ITERATIONS_OPTION).orElse(ITERATIONS));
        var report = new EvalReport(
                dataset,
                outcome.cases(),
                outcome.effort(),
                arguments.decimal(FAIL_UNDER_OPTION).orElse(FAIL_UNDER),
                invocation.clock().instant());
        var json = new EvalJson(report, source.name(), invocation.services().runEnvironment()).json();
        if (file.isPresent()) {
            file.get().makeFolder();
            file.get().write(Json.writePretty(json) + "\n");
        }
        invocation.services().note("eval.completed", completed(report, output));
        var results = new Results(invocation);
        if (results.structured()) {
            results.print(json);
        } else if (file.isPresent()) {
            results.print(new EvalText(report, output).text());
        } else {
            results.print(Json.writePretty(json) + "\n");
        }
        if (!report.passedThreshold()) {
            throw tooFewPassed(report, output, results);
        }
        return 0;
    }

    private static ReportFile reportFile(Invocation invocation, Path path, DatasetSource source) {
        var settings = invocation.settings();
        var file = new ReportFile(
                path,
                ReportFile.Kind.REPORT,
                List.of(settings.telemetryFile()),
                invocation.services().databaseFile(settings));
        if (source instanceof DatasetSource.InFile(var dataset)) {
            file.check(dataset, "the data set itself");
        }
        file.check();
        return file;
    }

    private static JsonValue.Obj completed(EvalReport report, String output) {
        return JsonValue.object()
                .put("dataset", report.dataset().name())
                .put("dataset_version", report.dataset().version())
                .put("total_cases", report.cases().size())
                .put("pass_rate", JsonValue.of(report.passRate()))
                .put("passed_threshold", report.passedThreshold())
                .put("output_path", output)
                .build();
    }

    private static RuntimeException tooFewPassed(EvalReport report, String output, Results results) {
        var failure = new ZavoraException(
                ErrorKind.TOOLING,
                "The evaluation did not pass: " + report.passedCases() + " of "
                        + report.cases().size() + " cases is less than --fail-under " + report.failUnder() + ".",
                "Look at the cases with \"passed\": false in "
                        + (output.equals(STANDARD_OUTPUT) ? "the report" : ControlFilter.line(output))
                        + "; their missing_terms say what was not found.");
        // the document on standard output says so already, and is to stay the only one there
        return results.structured() ? new ReportedFailureException(Failure.of(failure), failure) : failure;
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.Settings;
import ai.zavora.base.config.Sources;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ExitCodes;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.text.KeyLike;
import ai.zavora.surface.cli.ask.ResultStream;
import ai.zavora.surface.cli.syntax.ArgumentParser;
import ai.zavora.surface.cli.syntax.Arguments;
import ai.zavora.surface.cli.syntax.CommandSyntax.Count;
import ai.zavora.surface.cli.syntax.UsageException;
import java.util.List;
import java.util.Map;

/** The command line as a whole: from words to an exit code. One instance serves any number of calls, one at a time. */
public final class Cli {

    private final CliServices services;
    private final CliConsole console;

    public Cli(CliServices services, CliConsole console) {
        this.services = services;
        this.console = console;
    }

    /**
     * Runs one command line. Interrupting the calling thread ends it.
     *
     * @param arguments the words behind the program's name
     * @param environment the variables of the process
     * @return the exit code
     */
    public int run(List<String> arguments, Map<String, String> environment) {
        var report = ErrorReport.forLine(arguments, environment, console);
        try {
            return call(arguments, environment, report);
        } catch (UsageException e) {
            return told(report, new Failure(ErrorKind.INPUT.name(), e.message(), e.hint(), UsageException.EXIT_CODE));
        } catch (ZavoraException e) {
            return told(report, Failure.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return told(report, Failure.interruptedCommand(services.interruptedExitCode()));
        } catch (ReportedFailureException e) {
            return report.tellPeople(e.failure());
        } catch (ResultStream.ClosedOutputException e) {
            return ExitCodes.OUTPUT_CLOSED;
        } catch (RuntimeException | Error defect) {
            return told(report, Failure.ofDefect(defect));
        }
    }

    private static int told(ErrorReport report, Failure failure) {
        try {
            return report.tell(failure);
        } catch (ResultStream.ClosedOutputException e) {
            return failure.exitCode();
        }
    }

    private int call(List<String> line, Map<String, String> environment, ErrorReport report)
            throws UsageException, InterruptedException {
        var found = RootCommand.find(line);
        var command = found.command();
        var arguments = new ArgumentParser(command.syntax()).parse(found.arguments());
        if (arguments.switches().contains(Arguments.HELP)) {
            new ResultStream(console.streams().out()).write(HelpPages.of(command));
            return 0;
        }
        if (arguments.switches().contains(Arguments.VERSION)) {
            new ResultStream(console.streams().out()).line(Version.LINE);
            return 0;
        }
        checkWords(command, arguments);
        if (command instanceof StandaloneCommand standalone) {
            return standalone.print(arguments, console.streams());
        }
        SessionViews.requireText(arguments);
        var sources = new Sources(arguments.flags(), environment, console.workingFolder());
        Settings settings;
        try {
            settings = command instanceof SetupCommand ? Settings.loadToEdit(sources) : Settings.load(sources);
        } catch (ZavoraException e) {
            if (command instanceof DoctorCommand doctor) {
                return diagnose(doctor.withBrokenSettings(e), arguments, sources);
            }
            throw e;
        }
        report.adviseOn(settings);
        for (var warning : settings.warnings()) {
            console.streams().tell("Warning: " + warning + ".");
        }
        var label = String.join(".", found.path());
        if (command instanceof RootCommand) {
            command = defaultCommand(settings);
            label = command.syntax().path();
        }
        var invocation = new Invocation(label, arguments, settings, console.streams(), services, console.clock());
        var called = command;
        return called.recordsItself()
                ? called.run(invocation)
                : services.recorded(invocation, () -> called.run(invocation));
    }

    /** A diagnosis goes on where the settings cannot be read; telemetry does not, since nobody knows where to. */
    private int diagnose(DoctorCommand doctor, Arguments arguments, Sources sources)
            throws UsageException, InterruptedException {
        var settings = Settings.defaults(sources);
        return doctor.run(new Invocation("doctor", arguments, settings, console.streams(), services, console.clock()));
    }

    private Command defaultCommand(Settings settings) {
        var people = console.streams().isTerminal(Streams.Standard.IN)
                && settings.text("output_format").equals("text");
        return people ? new ChatCommand() : new AskCommand();
    }

    private static void checkWords(Command command, Arguments arguments) throws UsageException {
        var syntax = command.syntax();
        var called = syntax.path().isEmpty() ? "zavora-cli" : "zavora-cli " + syntax.path();
        if (syntax.operands().isEmpty() && !arguments.words().isEmpty()) {
            throw new UsageException(
                    "'" + called + "' takes no further word, but got "
                            + KeyLike.quoted(arguments.words().getFirst()),
                    "See '" + called + " --help'.");
        }
        for (var operand : syntax.operands()) {
            if (!fits(operand.count(), arguments.words().size())) {
                throw new UsageException(
                        "'" + called + "' takes " + amount(operand.count()) + " " + operand.name(),
                        operand.choices().isEmpty()
                                ? "See '" + called + " --help'."
                                : "Write one of " + String.join(", ", operand.choices()) + ".");
            }
        }
    }

    private static boolean fits(Count count, int words) {
        return switch (count) {
            case ONCE -> words == 1;
            case AT_MOST_ONCE -> words <= 1;
            case AT_LEAST_ONCE -> words >= 1;
            case ANY -> true;
        };
    }

    private static String amount(Count count) {
        return switch (count) {
            case ONCE -> "exactly one";
            case AT_MOST_ONCE -> "at most one";
            case AT_LEAST_ONCE -> "at least one";
            case ANY -> "any number of";
        };
    }
}

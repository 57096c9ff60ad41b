package ai.zavora.app;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ExitCodes;
import ai.zavora.surface.cli.Cli;
import ai.zavora.surface.cli.CliConsole;
import ai.zavora.surface.cli.Streams;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;

/** The program's entry point. */
public final class Main {

    /** The launcher's mark for a standard output that is a pipe or a socket. */
    private static final String PIPE = "p";

    private Main() {}

    /**
     * Runs one command line and ends the process with its exit code.
     *
     * @param arguments the words behind the program's name
     */
    public static void main(String[] arguments) {
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Runtime.getRuntime().halt(run(arguments, err));
    }

    static int run(String[] arguments, PrintStream err) {
        var signals = Signals.interruptCurrentThread();
        var marks = System.getProperty("zavora.terminals", "");
        var streams = new Streams(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                err,
                terminals(marks));
        var console = new CliConsole(streams, Path.of("").toAbsolutePath(), Clock.systemUTC());
        var code = new Cli(new Program(signals, console), console).run(List.of(arguments), System.getenv());
        return code == ExitCodes.OUTPUT_CLOSED && !marks.contains(PIPE) ? outputLost(err) : code;
    }

    /** A reader that leaves a pipe is no failure; anything else that takes no bytes, such as a full disk, is. */
    private static int outputLost(PrintStream err) {
        err.println("[" + ErrorKind.INPUT + "] Standard output could not be written to its end");
        err.println("Hint: Check the space on the disk it goes to.");
        return ErrorKind.INPUT.exitCode();
    }

    /**
     * Which standard streams are terminals. The launcher knows: Java has no way to ask for each of them.
     *
     * @param marks one letter for each terminal: {@code i}, {@code o}, {@code e}
     */
    private static EnumSet<Streams.Standard> terminals(String marks) {
        var terminals = EnumSet.noneOf(Streams.Standard.class);
        if (marks.contains("i")) {
            terminals.add(Streams.Standard.IN);
        }
        if (marks.contains("o")) {
            terminals.add(Streams.Standard.OUT);
        }
        if (marks.contains("e")) {
            terminals.add(Streams.Standard.ERR);
        }
        return terminals;
    }
}

package ai.zavora.surface.cli.ask;

import ai.zavora.base.config.RunSettings.OutputFormat;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.base.text.ControlFilter;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** The forms a run can be told in. */
public final class AskOutputs {

    private AskOutputs() {}

    /**
     * Where a run is told.
     *
     * @param reader who reads {@code out}
     * @param flow how the answer comes
     */
    public record Destination(
            OutputStream out,
            Reader reader,
            PrintStream err,
            Diagnostics.Progress progress,
            InstantSource clock,
            Flow flow) {}

    /** How an answer comes. */
    public enum Flow {
        /** Piece by piece. */
        LIVE,
        /** As a whole, once it is known to be allowed. */
        BUFFERED
    }

    /** Who reads standard output. */
    public enum Reader {
        /** A person's terminal, which must not obey control characters in an answer. */
        TERMINAL,
        /** A program or a file, which gets the answer as it is. */
        PROGRAM
    }

    /** The output of that format. */
    public static AskOutput of(OutputFormat format, Destination destination, HeadlessDocuments.Run run) {
        var out = new ResultStream(destination.out());
        var diagnostics = new Diagnostics(destination.err(), destination.progress());
        return switch (format) {
            case TEXT ->
                new TextOutput(
                        out,
                        switch (destination.reader()) {
                            case TERMINAL -> new ControlFilter()::accept;
                            case PROGRAM -> UnaryOperator.identity();
                        },
                        diagnostics,
                        destination.reader() == Reader.TERMINAL
                                        && destination.progress() == Diagnostics.Progress.IN_PLACE
                                ? TextOutput.Surroundings.SHARED
                                : TextOutput.Surroundings.APART);
            case JSON -> new JsonOutput(out, diagnostics, run);
            case STREAM_JSON -> new StreamJsonOutput(destination, diagnostics, run);
        };
    }
}

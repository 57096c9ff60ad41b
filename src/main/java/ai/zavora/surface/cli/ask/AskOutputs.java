package ai.zavora.surface.cli.ask;

import ai.zavora.base.config.RunSettings.OutputFormat;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;

/** The forms a run can be told in. */
public final class AskOutputs {

    private AskOutputs() {}

    /** Where a run is told. */
    public record Destination(OutputStream out, PrintStream err, InstantSource clock) {}

    /** The output of that format. */
    public static AskOutput of(OutputFormat format, Destination destination, HeadlessDocuments.Run run) {
        var out = new ResultStream(destination.out());
        var diagnostics = new Diagnostics(destination.err());
        return switch (format) {
            case TEXT -> new TextOutput(out, diagnostics);
            case JSON -> new JsonOutput(out, diagnostics, run);
            case STREAM_JSON -> new StreamJsonOutput(out, diagnostics, run, destination.clock());
        };
    }
}

package ai.zavora.surface.cli;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.config.RunSettings.OutputFormat;
import ai.zavora.base.config.Settings;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.surface.cli.ask.Diagnostics;
import ai.zavora.surface.cli.ask.ResultStream;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells a failure: two lines for people, or the error object of the format that was asked for. */
final class ErrorReport {
    private final Streams streams;
    private final InstantSource clock;
    private final OutputFormat format;
    private final boolean sensitive;
    /** What the commands in hints are completed with. */
    private GivenOptions given = GivenOptions.NONE;

    private ErrorReport(Streams streams, InstantSource clock, OutputFormat format, boolean sensitive) {
        this.streams = streams;
        this.clock = clock;
        this.format = format;
        this.sensitive = sensitive;
    }

    /**
     * A report in the format a command line asks for, as far as that can be seen before the line is understood.
     *
     * @param arguments the line, right or wrong
     */
    static ErrorReport forLine(List<String> arguments, Map<String, String> environment, CliConsole console) {
        var format = environment.getOrDefault("ZAVORA_OUTPUT_FORMAT", "");
        // a value that is none may be what the failure is about; --json still says how to tell it
        if (known(format).isEmpty()) {
            format = "";
        }
        var sensitive = isTrue(environment.getOrDefault("ZAVORA_SHOW_SENSITIVE_CONFIG", ""));
        for (var i = 0; i < arguments.size() && !arguments.get(i).equals("--"); i++) {
            var word = arguments.get(i);
            if (word.equals("-o") || word.equals("--output-format")) {
                format = i + 1 < arguments.size() ? arguments.get(i + 1) : "";
            } else if (word.startsWith("--output-format=")) {
                format = word.substring(word.indexOf('=') + 1);
            } else if (word.startsWith("-o") && word.length() > 2) {
                format = word.substring(word.startsWith("-o=") ? 3 : 2);
            } else if (word.equals("--json") && format.isBlank()) {
                format = "json";
            }
            sensitive |= word.equals("--show-sensitive-config");
        }
        return new ErrorReport(console.streams(), console.clock(), format(format), sensitive);
    }

    private static boolean isTrue(String text) {
        return text.strip().equalsIgnoreCase("true") || text.strip().equals("1");
    }

    private static OutputFormat format(String word) {
        return known(word).orElse(OutputFormat.TEXT);
    }

    private static Optional<OutputFormat> known(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "text" -> Optional.of(OutputFormat.TEXT);
            case "json" -> Optional.of(OutputFormat.JSON);
            case "stream-json", "jsonl", "streaming-json" -> Optional.of(OutputFormat.STREAM_JSON);
            default -> Optional.empty();
        };
    }

    /** From now on hints speak of the database that these settings name. */
    void adviseOn(Settings settings) {
        given = GivenOptions.ofAdvice(settings);
    }

    private Failure shown(Failure failure) {
        var advised = failure.withHint(given.in(failure.hint()));
        return sensitive ? advised : advised.redacted();
    }

    /** Tells it and returns its exit code. */
    int tell(Failure failure) {
        var told = shown(failure);
        switch (format) {
            case TEXT -> new Diagnostics(streams.err(), Diagnostics.Progress.LINES).failure(told);
            case JSON -> line(HeadlessDocuments.error(Optional.empty(), told));
            case STREAM_JSON ->
                line(HeadlessDocuments.line(
                        0, clock.instant(), Optional.empty(), "error", HeadlessDocuments.fatalErrorData(told)));
        }
        return told.exitCode();
    }

    /** Tells people alone, whatever the format, and returns its exit code. */
    int tellPeople(Failure failure) {
        new Diagnostics(streams.err(), Diagnostics.Progress.LINES).failure(shown(failure));
        return failure.exitCode();
    }

    private void line(JsonValue.Obj document) {
        new ResultStream(streams.out()).line(Json.write(document));
    }
}

package ai.zavora.app;

import ai.zavora.adapter.telemetry.Envelope;
import ai.zavora.adapter.telemetry.JsonlTelemetry;
import ai.zavora.adapter.telemetry.TurnTelemetry;
import ai.zavora.adapter.telemetry.otel.CommandRun;
import ai.zavora.adapter.telemetry.otel.OtlpTelemetry;
import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.surface.cli.CliConsole;
import ai.zavora.surface.cli.Invocation;
import ai.zavora.surface.cli.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The telemetry of one command: lines in a file, and a collector where one is set. What is told goes to both.
 *
 * @param lines the file; off when there is none
 * @param collector loaded only when one is set
 */
record Telemetries(Telemetry lines, Optional<OtlpTelemetry> collector) implements Telemetry {

    /** Watches one turn; closed when the turn is over, however it ended. */
    interface TurnWatch extends Consumer<TurnEvent>, AutoCloseable {
        @Override
        void close();
    }

    /** Opens what the settings ask for. */
    static Telemetries open(Invocation invocation, CliConsole console) {
        var settings = invocation.settings();
        var file = settings.telemetry().file().filter(path -> wanted(invocation.label(), path));
        var collector = settings.otlp();
        if (file.isEmpty() && collector.isEmpty()) {
            return new Telemetries(Telemetry.OFF, Optional.empty());
        }
        var started = console.clock().instant();
        var runId = Envelope.runId(started, ProcessHandle.current().pid());
        var session = settings.sessions().id();
        Consumer<String> warnings = warning -> console.streams().err().println("Warning: " + warning);
        return new Telemetries(
                file.<Telemetry>map(path -> new JsonlTelemetry(
                                path, new Envelope(runId, invocation.label(), session), console.clock(), warnings))
                        .orElse(Telemetry.OFF),
                collector.map(otlp -> collector(otlp, invocation, runId, console, warnings)));
    }

    private static OtlpTelemetry collector(
            OtlpSettings settings, Invocation invocation, String runId, CliConsole console, Consumer<String> warnings) {
        var run = new CommandRun(
                runId, invocation.label(), Version.NUMBER, console.clock().instant());
        return new OtlpTelemetry(settings, run, invocation.settings().sessions().id(), console.clock(), warnings);
    }

    /** Commands that only look leave no folder behind where there was none. */
    private static boolean wanted(String label, Path file) {
        return label.equals("ask") || label.equals("chat") || Files.exists(file);
    }

    @Override
    public void record(String event, JsonValue.Obj payload) {
        lines.record(event, payload);
        collector.ifPresent(telemetry -> telemetry.record(event, payload));
    }

    @Override
    public Telemetries inSession(String sessionId) {
        return new Telemetries(lines.inSession(sessionId), collector.map(telemetry -> telemetry.inSession(sessionId)));
    }

    /** Watches the next turn of this session. */
    TurnWatch turn() {
        var records = new TurnTelemetry(this, LiveRuntime.AUTHOR);
        var spans = collector.map(telemetry -> telemetry.turn(LiveRuntime.AUTHOR));
        return new TurnWatch() {
            @Override
            public void accept(TurnEvent event) {
                // spans first: a record belongs to the span that its event begins or ends
                spans.ifPresent(turn -> turn.accept(event));
                records.accept(event);
            }

            @Override
            public void close() {
                spans.ifPresent(turn -> turn.close());
            }
        };
    }

    @Override
    public void close() {
        lines.close();
        collector.ifPresent(OtlpTelemetry::close);
    }
}

package ai.zavora.app;

import ai.zavora.adapter.telemetry.Envelope;
import ai.zavora.adapter.telemetry.JsonlTelemetry;
import ai.zavora.adapter.telemetry.TurnTelemetry;
import ai.zavora.adapter.telemetry.otel.CommandRun;
import ai.zavora.adapter.telemetry.otel.OtlpTelemetry;
import ai.zavora.base.config.Layer;
import ai.zavora.base.config.Options;
import ai.zavora.base.config.Settings;
import ai.zavora.base.config.TelemetrySettings.Content;
import ai.zavora.base.json.JsonRedaction;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.surface.cli.CliConsole;
import ai.zavora.surface.cli.Invocation;
import ai.zavora.surface.cli.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The telemetry of one command: lines in a file, and a collector where one is set. What is told goes to both. The classes
 * of the collector are loaded only when there is one.
 */
final class Telemetries implements Telemetry {
    private final Telemetry lines;
    private final Content content;
    private final @Nullable OtlpTelemetry collector;

    private Telemetries(Telemetry lines, @Nullable OtlpTelemetry collector, Content content) {
        this.content = content;
        this.lines = lines;
        this.collector = collector;
    }

    /** Opens what the settings ask for. */
    static Telemetries open(Invocation invocation, CliConsole console, String runId) {
        var settings = invocation.settings();
        if (invocation.label().equals("doctor")) {
            // it promises to change nothing and to stay off the network
            return new Telemetries(Telemetry.OFF, null, settings.telemetry().content());
        }
        var file = settings.telemetry().file();
        var content = settings.telemetry().content();
        var otlp = settings.otlp();
        var hasLines = file.isPresent() && wanted(invocation, file.get());
        if (!hasLines && otlp.isEmpty()) {
            return new Telemetries(Telemetry.OFF, null, content);
        }
        var started = console.clock().instant();
        var session = Redaction.keys(settings.sessions().id());
        var warnings = warnings(invocation, console);
        Telemetry lines = Telemetry.OFF;
        if (hasLines) {
            var envelope = new Envelope(runId, invocation.label(), session);
            lines = new JsonlTelemetry(file.get(), envelope, console.clock(), warnings);
        }
        if (otlp.isEmpty()) {
            return new Telemetries(lines, null, content);
        }
        var run = new CommandRun(runId, invocation.label(), Version.NUMBER, started);
        return new Telemetries(lines, new OtlpTelemetry(otlp.get(), run, session, console.clock(), warnings), content);
    }

    /** Who is told of what is lost: whoever started the command, and of a server whoever reads its log. */
    private static Consumer<String> warnings(Invocation invocation, CliConsole console) {
        return invocation.label().equals("server.serve")
                ? new OperatorLog(console.streams().err(), console.clock())::notice
                : warning -> console.streams().tell("Warning: " + warning);
    }

    /** Whether what was said is recorded too. */
    Content content() {
        return content;
    }

    /**
     * Commands that only look leave no folder behind where there was none. An evaluation leaves nothing but its report,
     * unless telemetry was asked for.
     */
    private static boolean wanted(Invocation invocation, Path file) {
        return switch (invocation.label()) {
            case "ask", "chat", "sessions.resume", "server.serve" -> true;
            case "eval.run" -> isAskedFor(invocation.settings()) || Files.exists(file);
            default -> Files.exists(file);
        };
    }

    /** Whether telemetry was switched on or off by somebody, and not only by default. */
    private static boolean isAskedFor(Settings settings) {
        return settings.find(Options.ofProfileKey("telemetry_enabled").orElseThrow())
                .filter(setting -> setting.layer() != Layer.DEFAULT)
                .isPresent();
    }

    @Override
    public void record(String event, JsonValue.Obj payload) {
        // a name or a text that a record repeats may be a key that somebody gave in the wrong place
        var recorded = JsonRedaction.withoutKeys(payload);
        lines.record(event, recorded);
        if (collector != null) {
            collector.record(event, recorded);
        }
    }

    @Override
    public Telemetries inSession(String sessionId) {
        var shown = Redaction.keys(sessionId);
        return new Telemetries(lines.inSession(shown), collector == null ? null : collector.inSession(shown), content);
    }

    /**
     * Watches the next turn of this session.
     *
     * @param mode how the user speaks: {@code ask} or {@code line}
     */
    TurnWatch turn(String mode) {
        if (collector == null) {
            return new TurnWatch(this, records(mode), null);
        }
        var spans = collector.turn(LiveRuntime.AUTHOR);
        var own = new Telemetries(lines, collector.of(spans), content);
        return new TurnWatch(own, own.records(mode), spans);
    }

    private TurnTelemetry records(String mode) {
        return new TurnTelemetry(this, LiveRuntime.AUTHOR, mode, content);
    }

    @Override
    public void close() {
        lines.close();
        if (collector != null) {
            collector.close();
        }
    }
}

package ai.zavora.app;

import ai.zavora.base.config.Settings;
import ai.zavora.base.config.TelemetrySettings.Content;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.surface.cli.ask.ResultStream;
import java.util.Locale;

/** What telemetry says of one command: that it started, which model it got, and how it ended. */
final class CommandRecord implements AutoCloseable {

    private final Telemetries telemetry;
    private final long startedNanos = System.nanoTime();

    CommandRecord(Telemetries telemetry) {
        this.telemetry = telemetry;
    }

    Telemetries telemetry() {
        return telemetry;
    }

    void started(Settings settings) {
        telemetry.record(
                "command.started",
                JsonValue.object()
                        .put("profile", settings.profile().name())
                        .put("session_backend", capitalised(settings.text("session_backend")))
                        .put("retrieval_backend", capitalised(settings.text("retrieval_backend")))
                        .put("telemetry_enabled", true)
                        .put("guardrail_input_mode", settings.text("guardrail_input_mode"))
                        .put("guardrail_output_mode", settings.text("guardrail_output_mode"))
                        .build());
    }

    /** @param path which command asked: {@code ask} or {@code chat} */
    void modelResolved(ModelRoute route, String path) {
        telemetry.record(
                "model.resolved",
                JsonValue.object()
                        .put("provider", route.provider())
                        .put("model", route.model())
                        .put("path", path)
                        .build());
    }

    void completed() {
        telemetry.record("command.completed", ended().put("status", "ok").build());
    }

    void failed(Failure failure) {
        var wording = failure.redacted().wording();
        // what a provider says may repeat the prompt, in whatever form
        var error = telemetry.content() == Content.RECORDED ? wording.full() : wording.own();
        telemetry.record(
                "command.failed",
                ended().put("status", "error")
                        .put("error", error)
                        .put("category", failure.category())
                        .put("exit_code", failure.exitCode())
                        .build());
    }

    /** Neither an end of its own nor a typed failure: the reader of its output went away, or the program has a defect. */
    void brokeOff(Throwable cause) {
        failed(cause instanceof ResultStream.ClosedOutputException ? Failure.outputClosed() : Failure.ofDefect(cause));
    }

    private JsonValue.ObjectBuilder ended() {
        return JsonValue.object().put("duration_ms", (System.nanoTime() - startedNanos) / 1_000_000);
    }

    /** The record format spells backends with a capital first letter. */
    private static String capitalised(String word) {
        return word.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    @Override
    public void close() {
        telemetry.close();
    }
}

package ai.zavora.surface.server.turn;

import ai.zavora.base.config.TelemetrySettings.Content;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.util.Optional;

/**
 * Records how a turn ended, for the report.
 *
 * @param telemetry the turn's own, or that of its session where it never began
 * @param content whether they also hold what was said
 */
record TurnRecords(Telemetry telemetry, Content content) {

    /**
     * With an answer.
     *
     * @param reuse whether the agent was there already
     */
    void answered(SessionKey key, Answer answer, String reuse, Duration took) {
        record(
                "server.ask.completed",
                took,
                JsonValue.object()
                        .put("provider", answer.provider())
                        .put("model", answer.model())
                        .put("user_id", key.user())
                        .put("runner_cache", reuse));
    }

    /**
     * Without one. The category is that of the answer; of one that was stopped, {@code stop} tells whether somebody did it
     * or a limit of the server.
     *
     * @param known what is behind it; empty when callers are told all of it
     * @param stop why the turn was asked to end, if it was
     */
    void failed(
            SessionKey key, ApiException failure, Optional<ZavoraException> known, Optional<Stop> stop, Duration took) {
        record(
                "server.ask.failed",
                took,
                JsonValue.object()
                        .put("user_id", key.user())
                        .put("status", "error")
                        .put("error", error(failure, known))
                        .put("category", failure.failure().category())
                        .put("http_status", failure.status())
                        .putIfPresent("stop", stop.map(why -> JsonValue.of(why.word()))));
    }

    /** What a provider says may repeat the prompt, in whatever form. */
    private String error(ApiException failure, Optional<ZavoraException> known) {
        return known.filter(_ -> content == Content.RECORDED)
                .map(error -> Failure.of(error).redacted().message())
                .orElse(failure.failure().message());
    }

    private void record(String event, Duration took, JsonValue.ObjectBuilder payload) {
        payload.put("latency_ms", JsonValue.of(Math.round(took.toNanos() / 1e3) / 1e3));
        telemetry.record(event, payload.build());
    }
}

package ai.zavora.surface.server.turn;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;

/**
 * Records how a turn ended, for the report.
 *
 * @param telemetry the turn's own, or that of its session where it never began
 */
record TurnRecords(Telemetry telemetry) {

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
     * Without one. A turn that somebody stopped has the category {@code INTERRUPTED}; one that the server ended for a limit
     * of its own has failed.
     */
    void failed(SessionKey key, ApiException failure, boolean atLimit, Duration took) {
        record(
                "server.ask.failed",
                took,
                JsonValue.object()
                        .put("user_id", key.user())
                        .put("status", "error")
                        .put("error", failure.failure().message())
                        .put("category", atLimit ? "LIMIT" : failure.failure().category())
                        .put("http_status", failure.status()));
    }

    private void record(String event, Duration took, JsonValue.ObjectBuilder payload) {
        payload.put("latency_ms", JsonValue.of(Math.round(took.toNanos() / 1e3) / 1e3));
        telemetry.record(event, payload.build());
    }
}

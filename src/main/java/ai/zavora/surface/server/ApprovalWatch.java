package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.surface.server.approval.ApprovalObserver;
import ai.zavora.surface.server.approval.ApprovalState;
import ai.zavora.surface.server.approval.Resolution;
import java.time.Duration;

/** Records every approval over HTTP: for whom, which tool, who answered what and when. No arguments. */
final class ApprovalWatch implements ApprovalObserver {
    private final Telemetry telemetry;
    private final ServerMetrics metrics;

    ApprovalWatch(Telemetry telemetry, ServerMetrics metrics) {
        this.telemetry = telemetry;
        this.metrics = metrics;
    }

    @Override
    public void asked(ApprovalState pending) {
        record(pending, "server.approval.requested", facts(pending));
    }

    @Override
    public void resolved(ApprovalState resolved, String by, Duration waited) {
        var payload = facts(resolved)
                .put("status", resolved.resolution().map(Resolution::status).orElse(""))
                .put("scope", resolved.resolution().map(Resolution::scope).orElse(""))
                .put("caller", by)
                .put("waited_ms", waited.toMillis());
        record(resolved, "server.approval.resolved", payload);
        resolved.resolution().ifPresent(how -> metrics.approval(how.status()));
    }

    private static JsonValue.ObjectBuilder facts(ApprovalState state) {
        var facts = state.facts();
        return JsonValue.object()
                .put("approval_id", facts.id())
                .put("user_id", facts.turn().key().user())
                .put("turn_id", facts.turn().id())
                .put("tool", facts.tool());
    }

    private void record(ApprovalState state, String event, JsonValue.ObjectBuilder payload) {
        telemetry.inSession(state.facts().turn().key().id()).record(event, payload.build());
    }
}

package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.a2a.Ping;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.List;

/** Answers the pings of other agents. */
final class PingResource {
    private final Telemetry telemetry;

    PingResource(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    List<Route> routes() {
        return List.of(
                Route.scoped(Scope.ASK, "POST", "/v1/a2a/ping", "Acknowledges a message of another agent", this::ping)
                        .body(ApiSchemas.PING)
                        .answers(200, ApiSchemas.PONG));
    }

    private ApiResponse ping(Call call) {
        var body = call.body();
        recordReceived(body.json());
        var ping = new Ping(
                body.text("from_agent"),
                body.text("to_agent"),
                body.text("message_id"),
                body.optionalText("correlation_id"),
                body.json().get("payload").orElse(JsonValue.Null.NULL));
        var answer = ping.acknowledge();
        telemetry.record(
                "a2a.ping.responded",
                JsonValue.object()
                        // a key is told by how it begins, which here is in the middle
                        .put(
                                "message_id",
                                answer.messageId().replace(ping.messageId(), Redaction.keys(ping.messageId())))
                        .put("status", answer.status())
                        .build());
        return ApiResponse.json(answer.toJson());
    }

    /** With what it says of itself, before that is judged: one that is refused was received and not responded to. */
    private void recordReceived(JsonValue.Obj body) {
        var payload = JsonValue.object();
        for (var name : List.of("from_agent", "to_agent", "message_id")) {
            payload.putIfPresent(name, body.string(name).map(JsonValue.Str::new));
        }
        telemetry.record("a2a.ping.received", payload.build());
    }
}

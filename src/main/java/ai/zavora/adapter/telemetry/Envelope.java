package ai.zavora.adapter.telemetry;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import java.time.Instant;

/**
 * What every record of one run says besides its payload.
 *
 * @param runId tells the runs in one file apart
 * @param command the label of the command that runs
 * @param sessionId the session in use
 */
public record Envelope(String runId, String command, String sessionId) {
    public Envelope {
        requireNonNull(runId, "runId is null");
        requireNonNull(command, "command is null");
        requireNonNull(sessionId, "sessionId is null");
    }

    /** The id of a run that started then in the process of that id. */
    public static String runId(Instant started, long pid) {
        return "run-" + started.toEpochMilli() + "-" + pid;
    }

    Envelope withSession(String otherSession) {
        return new Envelope(runId, command, otherSession);
    }

    /** The whole record. A payload member with a name of the envelope is kept as {@code payload_NAME}. */
    JsonValue.Obj wrap(Instant at, String event, JsonValue.Obj payload) {
        var out = JsonValue.object()
                .put("ts_unix_ms", at.toEpochMilli())
                .put("event", event)
                .put("run_id", runId)
                .put("command", command)
                .put("session_id", sessionId);
        payload.members().forEach((name, value) -> out.put(isTaken(name) ? "payload_" + name : name, value));
        return out.build();
    }

    private static boolean isTaken(String name) {
        return switch (name) {
            case "ts_unix_ms", "event", "run_id", "command", "session_id" -> true;
            default -> false;
        };
    }
}

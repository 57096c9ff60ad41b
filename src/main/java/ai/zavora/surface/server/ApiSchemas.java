package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.openapi.Schema;

/** What requests and answers look like. */
final class ApiSchemas {
    private static final JsonValue.Obj SESSION = Schema.object()
            .must("id", Schema.text())
            .must("created_at", Schema.time())
            .must("updated_at", Schema.time())
            .must("events", Schema.whole(0))
            .build();

    private static final JsonValue.Obj EVENT = Schema.object()
            .must("at", Schema.time())
            .must("author", Schema.text())
            .must("final", Schema.truth())
            .must("text", Schema.text())
            .must("event", Schema.anyObject())
            .build();

    private static final JsonValue.Obj CHECK = Schema.object()
            .must("status", Schema.choice("ok", "failed"))
            .may("problem", Schema.text())
            .build();

    private static final JsonValue.Obj ACCESS = Schema.object()
            .must("kind", Schema.choice("read", "write", "exec", "net", "other"))
            .must("target", Schema.anything())
            .build();

    static final JsonValue.Obj APPROVAL = Schema.object()
            .must("id", Schema.text())
            .must("status", Schema.choice("pending", "approved", "denied", "expired", "withdrawn"))
            .must("session_id", Schema.text())
            .must("user_id", Schema.text())
            .must("turn_id", Schema.text())
            .must("call_id", Schema.text())
            .must("tool", Schema.text())
            .must("reason", Schema.text())
            .must("created_at", Schema.time())
            .must("expires_at", Schema.time())
            .may("arguments", Schema.anyObject())
            .may("accesses", Schema.list(ACCESS))
            .may("scope", Schema.choice("once", "session"))
            .build();

    static final JsonValue.Obj APPROVALS = Schema.object()
            .must("user", Schema.text())
            .must("approvals", Schema.list(APPROVAL))
            .build();

    static final JsonValue.Obj DECISION = Schema.object()
            .must("decision", Schema.choice("approve", "deny"))
            .may("scope", Schema.orNull(Schema.choice("once", "session")))
            .may("user_id", Schema.orNull(Schema.text()))
            .build();

    static final JsonValue.Obj ALIVE = Schema.object()
            .must("status", Schema.choice("ok"))
            .may("app_name", Schema.text())
            .may("profile", Schema.text())
            .build();

    static final JsonValue.Obj READY = Schema.object()
            .must("status", Schema.choice("ready", "not_ready"))
            .may(
                    "checks",
                    Schema.object()
                            .must("store", CHECK)
                            .must("model", CHECK)
                            .must("disk", CHECK)
                            .must("draining", CHECK)
                            .build())
            .build();

    static final JsonValue.Obj QUESTION = Schema.object()
            .may("prompt", Schema.text())
            .may("session_id", Schema.orNull(Schema.text()))
            .may("user_id", Schema.orNull(Schema.text()))
            .may("detach", Schema.orNull(Schema.truth()))
            .may("approvals", Schema.orNull(Schema.choice("refuse", "wait")))
            .build();

    static final JsonValue.Obj ANSWER = Schema.object()
            .must("answer", Schema.text())
            .must("provider", Schema.text())
            .must("model", Schema.text())
            .must("session_id", Schema.text())
            .must("user_id", Schema.text())
            .must("turn_id", Schema.text())
            .must("stats", Schema.anyObject())
            .build();

    static final JsonValue.Obj INTERRUPT = Schema.object()
            .must("session_id", Schema.text())
            .may("user_id", Schema.orNull(Schema.text()))
            .build();

    static final JsonValue.Obj INTERRUPTED = Schema.object()
            .must("interrupted", Schema.truth())
            .must("session_id", Schema.text())
            .build();

    static final JsonValue.Obj PING = Schema.object()
            .must("from_agent", Schema.text())
            .must("to_agent", Schema.text())
            .must("message_id", Schema.text())
            .may("correlation_id", Schema.orNull(Schema.text()))
            .may("payload", Schema.anything())
            .build();

    static final JsonValue.Obj PONG = Schema.object()
            .must("from_agent", Schema.text())
            .must("to_agent", Schema.text())
            .must("message_id", Schema.text())
            .must("correlation_id", Schema.text())
            .must("acknowledged_message_id", Schema.text())
            .must("status", Schema.choice("acknowledged"))
            .must("payload", Schema.anyObject())
            .build();

    static final JsonValue.Obj SESSIONS = Schema.object()
            .must("app", Schema.text())
            .must("user", Schema.text())
            .must("sessions", Schema.list(SESSION))
            .must("next_cursor", Schema.orNull(Schema.text()))
            .build();

    static final JsonValue.Obj SESSION_WITH_EVENTS = Schema.object()
            .must("app", Schema.text())
            .must("user", Schema.text())
            .must("session", SESSION)
            .must("events", Schema.list(EVENT))
            .must("next_after_seq", Schema.orNull(Schema.whole(0)))
            .build();

    static final JsonValue.Obj DOCUMENT = Schema.object()
            .must("schema_version", Schema.text())
            .must("session", Schema.anyObject())
            .must("events", Schema.list(Schema.anyObject()))
            .build();

    static final JsonValue.Obj DELETED = Schema.object()
            .must("app", Schema.text())
            .must("user", Schema.text())
            .must("deleted", Schema.text())
            .build();

    static final JsonValue.Obj RUNNING = Schema.object()
            .must("status", Schema.choice("running", "waiting_for_approval"))
            .may("session_id", Schema.text())
            .may("user_id", Schema.text())
            .may("turn_id", Schema.text())
            .may("approvals", Schema.list(APPROVAL))
            .build();

    static final JsonValue.Obj DESCRIPTION = Schema.object()
            .must("openapi", Schema.text())
            .must("info", Schema.anyObject())
            .must("paths", Schema.anyObject())
            .must("components", Schema.anyObject())
            .build();

    private ApiSchemas() {}
}

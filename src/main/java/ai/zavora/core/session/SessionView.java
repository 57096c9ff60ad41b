package ai.zavora.core.session;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;

/** How sessions and their events look as JSON, on every surface. Pure. */
public final class SessionView {
    private SessionView() {}

    /** A session without its events. */
    public static JsonValue.Obj json(SessionSummary session) {
        return JsonValue.object()
                .put("id", session.key().id())
                .put("created_at", session.createdAt().toString())
                .put("updated_at", session.updatedAt().toString())
                .put("events", session.lastSeq())
                .build();
    }

    /** An event with the lines that people read first. */
    public static JsonValue.Obj json(Event event) {
        return JsonValue.object()
                .put("at", event.at().toString())
                .put("author", author(event.body()))
                .put("final", isFinal(event.body()))
                .put("text", EventText.of(event.body()))
                .put("event", EventCodec.toJson(event))
                .build();
    }

    /** Who speaks: a role, or the name of a tool or of an imported author. */
    public static String author(Event.Body body) {
        return switch (body) {
            case Event.UserMessage _ -> "user";
            case Event.AssistantMessage _ -> "assistant";
            case Event.ToolDecision _ -> "gate";
            case Event.ToolStarted(var call) -> call.tool();
            case Event.ToolFinished(var output) -> output.name();
            case Event.Imported imported -> imported.author();
            case Event.Compaction _, Event.SessionState _, Event.TurnCompleted _, Event.TurnAborted _ -> "system";
        };
    }

    /** Whether it is a reply that asks for nothing more. */
    public static boolean isFinal(Event.Body body) {
        return body instanceof Event.AssistantMessage reply
                && reply.parts().stream().noneMatch(Part.ToolUse.class::isInstance);
    }
}

package ai.zavora.core.session;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import java.util.List;
import java.util.Set;

/** How sessions and their events look as JSON, on every surface. Pure. */
public final class SessionView {
    private static final Set<String> NO_REPLIES = Set.of("user", "system");

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
        return switch (body) {
            case Event.AssistantMessage reply -> reply.parts().stream().noneMatch(Part.ToolUse.class::isInstance);
            case Event.Imported imported -> isFinal(imported);
            case Event.UserMessage _,
                    Event.ToolDecision _,
                    Event.ToolStarted _,
                    Event.ToolFinished _,
                    Event.SessionState _,
                    Event.Compaction _,
                    Event.TurnCompleted _,
                    Event.TurnAborted _ -> false;
        };
    }

    /** As the version judged that wrote the row; what people said and what was summarised is no reply. */
    private static boolean isFinal(Event.Imported imported) {
        var row = imported.original();
        var response = row.object("llm_response");
        if (response.isEmpty() || NO_REPLIES.contains(imported.author())) {
            return false;
        }
        var skips = row.object("actions")
                .flatMap(actions -> actions.bool("skip_summarization"))
                .orElse(false);
        return skips
                || !row.array("long_running_tool_ids").isEmpty()
                || (!response.get().bool("partial").orElse(false)
                        && response
                                .get()
                                .object("content")
                                .map(content -> content.array("parts"))
                                .orElse(List.of())
                                .stream()
                                .noneMatch(SessionView::isOfTool));
    }

    /** A call or a result, as that version wrote them: parts have no kind of their own. */
    private static boolean isOfTool(JsonValue part) {
        return part instanceof JsonValue.Obj members
                && members.string("thinking").isEmpty()
                && members.string("text").isEmpty()
                && (members.object("functionResponse").isPresent()
                        || (members.string("name").isPresent()
                                && members.get("args").isPresent()));
    }
}

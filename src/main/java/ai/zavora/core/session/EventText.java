package ai.zavora.core.session;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What an event says, as plain text for people and for searching. Pure. */
public final class EventText {
    private EventText() {}

    /** A stable word for the sort of event. */
    public static String kind(Event.Body body) {
        return switch (body) {
            case Event.UserMessage _ -> "user";
            case Event.AssistantMessage _ -> "assistant";
            case Event.ToolDecision _ -> "tool.decision";
            case Event.ToolStarted _ -> "tool.started";
            case Event.ToolFinished _ -> "tool.finished";
            case Event.Compaction _ -> "compaction";
            case Event.TurnCompleted _ -> "turn.completed";
            case Event.TurnAborted _ -> "turn.aborted";
            case Event.Imported _ -> "imported";
            case Event.SessionState _ -> "state";
        };
    }

    /** Its text, several lines where it has several parts; empty for events that only mark something. */
    public static String of(Event.Body body) {
        return switch (body) {
            case Event.UserMessage(var parts) -> text(parts);
            case Event.AssistantMessage reply -> text(reply.parts());
            case Event.ToolDecision(var _, var tool, var decision, var reason) -> tool + " " + decision + ": " + reason;
            case Event.ToolStarted(var call) -> call.tool() + " " + Json.write(call.arguments());
            case Event.ToolFinished(var output) -> text(List.of(output));
            case Event.Compaction compaction -> compaction.summary();
            case Event.TurnCompleted _ -> "";
            case Event.TurnAborted(var reason) -> reason;
            case Event.Imported imported -> unreadable(imported).orElseGet(() -> text(imported.parts()));
            case Event.SessionState(var state) -> Json.write(state);
        };
    }

    /**
     * The same without words of ours in it: what was said, asked and answered. Of JSON the texts themselves, each on a line
     * of its own, not as JSON spells them.
     */
    public static String content(Event.Body body) {
        return switch (body) {
            case Event.UserMessage(var parts) -> content(parts);
            case Event.AssistantMessage reply -> content(reply.parts());
            case Event.ToolFinished(var output) -> content(List.of(output));
            case Event.Imported imported -> unreadable(imported).orElseGet(() -> content(imported));
            case Event.ToolDecision(var _, var tool, var _, var reason) -> tool + "\n" + reason;
            case Event.ToolStarted(var call) -> call.tool() + "\n" + texts(call.arguments());
            case Event.SessionState(var state) -> texts(state);
            case Event.Compaction _, Event.TurnCompleted _, Event.TurnAborted _ -> of(body);
        };
    }

    /** What was said, as text, where nothing could be made of it when it was imported. */
    private static Optional<String> unreadable(Event.Imported imported) {
        return imported.original().string("llm_response");
    }

    /** With what models are not shown: calls of tools at the provider, their results, and the provider's own error. */
    private static String content(Event.Imported imported) {
        var text = new StringBuilder(content(imported.parts()));
        var response = imported.original().object("llm_response").orElse(JsonValue.Obj.EMPTY);
        var content = response.object("content").orElse(JsonValue.Obj.EMPTY);
        for (var part : content.array("parts")) {
            if (part instanceof JsonValue.Obj object) {
                object.get("server_tool_call").ifPresent(call -> addTexts(call, text));
                object.get("server_tool_response").ifPresent(result -> addTexts(result, text));
            }
        }
        response.string("error_message").ifPresent(message -> addLine(message, text));
        return text.toString();
    }

    private static String content(List<Part> parts) {
        return joined(parts, EventText::content);
    }

    private static String content(Part part) {
        return switch (part) {
            case Part.Text(var words) -> words;
            case Part.Reasoning(var words, var _) -> words;
            case Part.Image _ -> "";
            case Part.ToolUse(var _, var name, var input, var _) -> name + "\n" + texts(input);
            case Part.ToolOutput(var _, var name, var output, var _) -> name + "\n" + texts(output);
        };
    }

    private static String texts(JsonValue value) {
        var text = new StringBuilder();
        addTexts(value, text);
        return text.toString();
    }

    private static void addTexts(JsonValue value, StringBuilder text) {
        switch (value) {
            case JsonValue.Obj(var members) ->
                members.forEach((name, member) -> {
                    addLine(name, text);
                    addTexts(member, text);
                });
            case JsonValue.Arr(var items) -> items.forEach(item -> addTexts(item, text));
            case JsonValue.Str(var words) -> addLine(words, text);
            case JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> addLine(Json.write(value), text);
        }
    }

    private static void addLine(String line, StringBuilder text) {
        text.append(text.isEmpty() ? "" : "\n").append(line);
    }

    private static String text(List<Part> parts) {
        return joined(parts, EventText::text);
    }

    private static String joined(List<Part> parts, Function<Part, String> form) {
        var text = new StringBuilder();
        for (var part : parts) {
            var piece = form.apply(part);
            if (!piece.isEmpty()) {
                text.append(text.isEmpty() ? "" : "\n").append(piece);
            }
        }
        return text.toString();
    }

    private static String text(Part part) {
        return switch (part) {
            case Part.Text(var words) -> words;
            case Part.Reasoning(var words, var _) -> words.isEmpty() ? "" : "[reasoning] " + words;
            case Part.Image(var mimeType, var base64) -> "[" + mimeType + ", " + bytes(base64) + " bytes]";
            case Part.ToolUse(var _, var name, var input, var _) -> "[call] " + name + " " + Json.write(input);
            case Part.ToolOutput(var _, var name, var output, var failed) ->
                (failed ? "[failed] " : "[result] ") + name + " " + Json.write(output);
        };
    }

    /** How many bytes a base64 text stands for, with or without padding (RFC 4648, section 4). */
    private static long bytes(String base64) {
        var end = base64.length();
        while (end > 0 && base64.charAt(end - 1) == '=') {
            end--;
        }
        return end * 3L / 4;
    }
}

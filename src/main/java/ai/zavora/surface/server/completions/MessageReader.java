package ai.zavora.surface.server.completions;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.surface.server.wire.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads the messages of a request, in order. Used by one thread, for one request. */
final class MessageReader {
    private final OptionalInt mostChars;
    private final List<String> instructions = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    /** Tool calls that wait for their output, by the caller's id, which goes no further: nobody looks for secrets in it. */
    private final Map<String, Part.ToolUse> openCalls = new LinkedHashMap<>();

    private int calls;

    /** @param mostChars how long each text may be; empty for no limit */
    MessageReader(OptionalInt mostChars) {
        this.mostChars = mostChars;
    }

    /**
     * What the messages say.
     *
     * @param instructions those of system and developer, wherever they stood
     * @param history what was said before, oldest first; every tool use is followed by its output
     * @param prompt what the user says now
     */
    record Dialogue(Optional<String> instructions, List<Message> history, String prompt) {}

    /** @throws ApiException 400, when they are none, or nothing is asked */
    Dialogue read(Member all) {
        var array = all.array();
        for (var i = 0; i < array.items().size(); i++) {
            message(all.item(array, i));
        }
        if (messages.isEmpty() || messages.getLast().role() != Role.USER) {
            throw all.invalid("end with no message of the user", "Send what the user says last.");
        }
        var prompt = ((Part.Text) messages.removeLast().parts().getFirst()).text();
        if (prompt.isBlank()) {
            var last = all.item(array, array.items().size() - 1);
            throw last.member(last.object(), "content").invalid("is blank", "Send what the user says.");
        }
        var system = instructions.isEmpty() ? Optional.<String>empty() : Optional.of(String.join("\n\n", instructions));
        return new Dialogue(
                system, messages.stream().filter(MessageReader::saysSomething).toList(), prompt);
    }

    /** Providers refuse messages of nothing. */
    private static boolean saysSomething(Message message) {
        return message.parts().stream().anyMatch(part -> !(part instanceof Part.Text(var text)) || !text.isBlank());
    }

    private void message(Member member) {
        var message = member.object();
        var role = member.member(message, "role");
        var content = member.member(message, "content");
        var word = role.text();
        if (!openCalls.isEmpty() && !word.equals("tool")) {
            throw role.invalid(
                    "stands where the output of a tool call is due",
                    "Send a message of role tool for each of the tool_calls before it.");
        }
        switch (word) {
            case "system", "developer" -> {
                var text = text(content);
                if (!text.isBlank()) {
                    instructions.add(text);
                }
            }
            case "user" -> messages.add(Message.user(text(content)));
            case "assistant" -> assistant(content, member.member(message, "tool_calls"));
            case "tool" -> tool(content, member.member(message, "tool_call_id"));
            default ->
                throw role.invalid("is no role that is known here", "Send system, developer, user, assistant or tool.");
        }
    }

    private void assistant(Member content, Member calls) {
        var parts = new ArrayList<Part>();
        var text = content.isMissing() ? "" : text(content);
        if (!text.isBlank()) {
            parts.add(new Part.Text(text));
        }
        if (!calls.isMissing()) {
            var array = calls.array();
            for (var i = 0; i < array.items().size(); i++) {
                parts.add(toolUse(calls.item(array, i)));
            }
        }
        messages.add(new Message(Role.ASSISTANT, parts));
    }

    private Part.ToolUse toolUse(Member call) {
        var id = call.member(call.object(), "id");
        var function = call.member(call.object(), "function");
        var name = function.member(function.object(), "name").text();
        var arguments = function.member(function.object(), "arguments").text();
        var input = object(arguments).<JsonValue>map(object -> object).orElseGet(() -> JsonValue.of(arguments));
        var use = new Part.ToolUse("call_" + ++calls, name, input, Optional.empty());
        if (openCalls.put(id.text(), use) != null) {
            throw id.invalid("is that of another tool call", "Give each tool call an id of its own.");
        }
        return use;
    }

    private void tool(Member content, Member id) {
        var use = openCalls.remove(id.text());
        if (use == null) {
            throw id.invalid("is the id of no tool call that waits", "Send it behind the message with that tool call.");
        }
        var text = text(content);
        var output = object(text)
                .orElseGet(() -> JsonValue.object().put("output", text).build());
        messages.add(new Message(Role.TOOL, List.of(new Part.ToolOutput(use.id(), use.name(), output, false))));
    }

    private static Optional<JsonValue.Obj> object(String text) {
        try {
            return Optional.of(Json.parseObject(text));
        } catch (JsonException e) {
            // a text like any other
            return Optional.empty();
        }
    }

    /** The text of a content, whether in one piece or in parts. */
    private String text(Member content) {
        var text = new StringBuilder();
        switch (content.value()) {
            case JsonValue.Str(var whole) -> text.append(whole);
            case JsonValue.Arr array -> {
                for (var i = 0; i < array.items().size(); i++) {
                    text.append(part(content.item(array, i)));
                }
            }
            default -> throw content.mistyped("a string, or an array of parts of type text");
        }
        if (mostChars.isPresent() && text.codePointCount(0, text.length()) > mostChars.getAsInt()) {
            throw content.invalid(
                    "is longer than " + mostChars.getAsInt() + " characters",
                    "Cut it down, or let the operator raise --max-prompt-chars.");
        }
        return text.toString();
    }

    private static String part(Member part) {
        var type = part.member(part.object(), "type");
        return switch (type.text()) {
            case "text" -> part.member(part.object(), "text").text();
            case "refusal" -> part.member(part.object(), "refusal").text();
            default -> throw type.unsupported("Send parts of type text.");
        };
    }
}

package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What the providers demand of a conversation, from their references and the errors they answer with. Names of tools are
 * of letters, digits, {@code _} and {@code -}; OpenAI's ids of calls have 1 to 40 characters in chat completions and to 64
 * in responses; Anthropic's are of the characters of names and differ in the whole conversation. A message of Anthropic's
 * models does not end with thinking, and OpenAI's reasoning goes back without what only the server writes.
 */
final class ProviderRules {
    private static final String NAME = "[a-zA-Z0-9_-]{1,64}";

    private record Call(String id, String name) {}

    private final List<Call> calls = new ArrayList<>();

    private ProviderRules() {}

    /** What the provider of a wire would refuse a request for; empty where it would take it. */
    static Optional<String> broken(Wire wire, JsonValue.Obj body) {
        var reasoning = brokenReasoning(wire, body);
        if (reasoning.isPresent()) {
            return reasoning;
        }
        var rules = new ProviderRules();
        for (var member : List.of("messages", "input", "contents")) {
            rules.collect(body.array(member));
        }
        var ids = new HashSet<String>();
        for (var call : rules.calls) {
            if (!call.name.matches(NAME)) {
                return Optional.of("Invalid tool name '" + call.name + "': does not match " + NAME);
            }
            var taken =
                    switch (wire) {
                        case OPENAI_CHAT -> call.id.matches("(?s).{1,40}");
                        case OPENAI_RESPONSES -> call.id.matches("(?s).{1,64}");
                        case ANTHROPIC -> call.id.matches("[a-zA-Z0-9_-]+") && ids.add(call.id);
                        case GEMINI, OLLAMA -> true;
                    };
            if (!taken) {
                return Optional.of("Invalid tool call id '" + call.id + "'");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> brokenReasoning(Wire wire, JsonValue.Obj body) {
        for (var value : wire == Wire.ANTHROPIC ? body.array("messages") : body.array("input")) {
            var said = value instanceof JsonValue.Obj object ? object : JsonValue.Obj.EMPTY;
            var type = said.string("type").orElse("");
            if (type.equals("reasoning")
                    && (said.get("status").isPresent() || said.get("content").isPresent())) {
                return Optional.of("Unknown parameter: 'input[].status' or 'input[].content'");
            }
            var content = said.array("content");
            var last = content.isEmpty() ? JsonValue.Null.NULL : content.getLast();
            if (said.string("role").equals(Optional.of("assistant"))
                    && last instanceof JsonValue.Obj block
                    && block.string("type").filter("thinking"::equals).isPresent()) {
                return Optional.of("The final block in an assistant message cannot be `thinking`");
            }
        }
        return Optional.empty();
    }

    private void collect(List<JsonValue> values) {
        for (var value : values) {
            if (value instanceof JsonValue.Obj object) {
                object(object);
            }
        }
    }

    private void object(JsonValue.Obj object) {
        switch (object.string("type").orElse("")) {
            case "tool_use" -> add(object, "id", object);
            case "function_call" -> add(object, "call_id", object);
            default -> {
                // a message, or a part that is no call
            }
        }
        object.object("function").ifPresent(function -> add(object, "id", function));
        object.object("functionCall").ifPresent(call -> add(call, "id", call));
        for (var member : List.of("content", "tool_calls", "parts")) {
            collect(object.array(member));
        }
    }

    private void add(JsonValue.Obj call, String id, JsonValue.Obj function) {
        calls.add(new Call(call.string(id).orElse(""), function.string("name").orElse("")));
    }
}

package ai.zavora.adapter.provider.local;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.tool.ToolSpec;
import java.util.List;
import java.util.Optional;

/**
 * Tools offered to a local model. It answers in plain text unless it writes the opening mark; from there on a grammar
 * holds it to a well-formed call of an offered tool.
 *
 * @param tools at least one
 */
record ToolOffer(List<ToolSpec> tools) {

    static final String OPEN = "<tool_call>";
    static final String CLOSE = "</tool_call>";

    ToolOffer {
        tools = List.copyOf(tools);
    }

    /** What the model is told of the tools, as a part of the system text. */
    String instructions() {
        var text = new StringBuilder("You can call these tools:\n");
        for (var tool : tools) {
            var line = JsonValue.object()
                    .put("name", tool.name())
                    .put("description", tool.description())
                    .put("parameters", tool.inputSchema())
                    .build();
            text.append(Conversation.printable(Json.write(line))).append('\n');
        }
        return text.append("Call a tool only when you cannot answer without it. To call one, write nothing but ")
                .append(OPEN)
                .append("{\"name\": TOOL, \"arguments\": {…}}")
                .append(CLOSE)
                .append(" and wait for its <tool_response>.")
                .toString();
    }

    /** The grammar of what follows the opening mark. */
    String grammar() {
        return new ToolGrammar().of(tools);
    }

    /**
     * The call in the text that followed the opening mark. A text that was cut off is kept as it is: the tool gate
     * explains it to the model.
     *
     * @param id what to call it
     */
    Part.ToolUse call(String id, String text) {
        try {
            if (Json.parse(text.strip()) instanceof JsonValue.Obj call) {
                var name = call.string("name");
                var arguments = call.get("arguments");
                if (name.isPresent() && arguments.isPresent()) {
                    return new Part.ToolUse(id, name.get(), arguments.get(), Optional.empty());
                }
            }
        } catch (JsonException e) {
            // falls through: the text goes back as it is
        }
        return new Part.ToolUse(id, tools.getFirst().name(), JsonValue.of(text), Optional.empty());
    }
}

package ai.zavora.adapter.provider.ollama;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;

/** Writes the body of a chat request. Pure. */
final class OllamaRequest {

    /** The provider's name on opaque parts that go back to it. */
    static final String PROVIDER = "ollama";

    private OllamaRequest() {}

    /**
     * Unless told otherwise, Ollama drops the oldest messages, then the beginning of the prompt, when they do not fit
     * the window, and answers as if nothing had happened; it is told to refuse instead. Servers before 0.12.6 ignore
     * these members.
     */
    static JsonValue.Obj body(ModelRequest request) {
        var messages = new ArrayList<JsonValue>();
        request.system()
                .filter(text -> !text.isBlank())
                .ifPresent(text -> messages.add(message("system", text).build()));
        for (var message : request.messages()) {
            switch (message.role()) {
                case USER -> messages.add(user(message));
                case ASSISTANT -> messages.add(assistant(message));
                case TOOL -> messages.addAll(toolOutputs(message));
            }
        }
        var body = JsonValue.object()
                .put("model", request.model())
                .put("messages", JsonValue.array(messages))
                .put("stream", true)
                .put("truncate", false)
                .put("shift", false);
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    JsonValue.array(
                            request.tools().stream().map(OllamaRequest::tool).toList()));
        }
        request.maxOutputTokens()
                .ifPresent(limit -> body.put(
                        "options", JsonValue.object().put("num_predict", limit).build()));
        return body.build();
    }

    private static JsonValue tool(ToolSpec tool) {
        return JsonValue.object()
                .put("type", "function")
                .put(
                        "function",
                        JsonValue.object()
                                .put("name", tool.name())
                                .put("description", tool.description())
                                .put("parameters", tool.inputSchema())
                                .build())
                .build();
    }

    private static JsonValue.ObjectBuilder message(String role, String content) {
        return JsonValue.object().put("role", role).put("content", content);
    }

    private static JsonValue user(Message message) {
        var user = message("user", text(message));
        var images = new ArrayList<JsonValue>();
        for (var part : message.parts()) {
            if (part instanceof Part.Image(var mimeType, var base64)) {
                images.add(JsonValue.of(base64));
            }
        }
        if (!images.isEmpty()) {
            user.put("images", JsonValue.array(images));
        }
        return user.build();
    }

    private static JsonValue assistant(Message message) {
        var assistant = message("assistant", text(message));
        var thinking = new StringBuilder();
        var calls = new ArrayList<JsonValue>();
        for (var part : message.parts()) {
            if (part instanceof Part.Reasoning(var text, var data)
                    && data.filter(it -> it.provider().equals(PROVIDER)).isPresent()) {
                thinking.append(text);
            }
            if (part instanceof Part.ToolUse use) {
                calls.add(call(use));
            }
        }
        if (!thinking.isEmpty()) {
            assistant.put("thinking", thinking.toString());
        }
        if (!calls.isEmpty()) {
            assistant.put("tool_calls", JsonValue.array(calls));
        }
        return assistant.build();
    }

    /** Servers that know no ids ignore them. */
    private static JsonValue call(Part.ToolUse use) {
        // the API takes objects only; the tool gate has told the model what was wrong with anything else
        var arguments = use.input() instanceof JsonValue.Obj object
                ? object
                : JsonValue.object().put("invalid_input", use.input()).build();
        return JsonValue.object()
                .put("id", use.id())
                .put(
                        "function",
                        JsonValue.object()
                                .put("name", use.name())
                                .put("arguments", arguments)
                                .build())
                .build();
    }

    private static List<JsonValue> toolOutputs(Message message) {
        var outputs = new ArrayList<JsonValue>();
        for (var part : message.parts()) {
            if (part instanceof Part.ToolOutput output) {
                outputs.add(message("tool", Json.write(output.output()))
                        .put("tool_name", output.name())
                        .put("tool_call_id", output.callId())
                        .build());
            }
        }
        return outputs;
    }

    private static String text(Message message) {
        var text = new StringBuilder();
        for (var part : message.parts()) {
            if (part instanceof Part.Text(var piece)) {
                text.append(piece);
            }
        }
        return text.toString();
    }
}

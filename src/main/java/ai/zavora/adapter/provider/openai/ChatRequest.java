package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a request as chat completions want it. */
final class ChatRequest {
    private final CompatibleEndpoint.Quirks quirks;

    ChatRequest(CompatibleEndpoint.Quirks quirks) {
        this.quirks = quirks;
    }

    JsonValue.Obj body(ModelRequest request) {
        var messages = new ArrayList<JsonValue>();
        request.system()
                .ifPresent(text ->
                        messages.add(message("system").put("content", text).build()));
        addAll(messages, request.messages());
        var body = JsonValue.object().put("model", request.model()).put("messages", JsonValue.array(messages));
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    JsonValue.array(
                            request.tools().stream().map(ChatRequest::tool).toList()));
        }
        request.maxOutputTokens()
                .ifPresent(limit -> body.put(quirks.outputLimit().member(), limit));
        return body.put("stream", true)
                .put(
                        "stream_options",
                        JsonValue.object().put("include_usage", true).build())
                .build();
    }

    private static JsonValue tool(ToolSpec spec) {
        return JsonValue.object()
                .put("type", "function")
                .put(
                        "function",
                        JsonValue.object()
                                .put("name", spec.name())
                                .put("description", spec.description())
                                .put("parameters", spec.inputSchema())
                                .build())
                .build();
    }

    private static JsonValue.ObjectBuilder message(String role) {
        return JsonValue.object().put("role", role);
    }

    private void addAll(List<JsonValue> messages, List<Message> said) {
        var usesTools = false;
        for (var i = 0; i < said.size(); i++) {
            var message = said.get(i);
            if (message.role() == Role.USER) {
                usesTools = usesTools(said.subList(i + 1, said.size()));
            }
            add(messages, message, usesTools);
        }
    }

    /** Whether what was done for a prompt took tool calls. */
    private static boolean usesTools(List<Message> behindPrompt) {
        return behindPrompt.stream()
                .takeWhile(message -> message.role() != Role.USER)
                .anyMatch(message -> message.parts().stream().anyMatch(Part.ToolUse.class::isInstance));
    }

    private void add(List<JsonValue> messages, Message message, boolean usesTools) {
        switch (message.role()) {
            case USER ->
                messages.add(message("user")
                        .put("content", userContent(message.parts()))
                        .build());
            case ASSISTANT -> assistant(message.parts(), usesTools).ifPresent(messages::add);
            case TOOL -> {
                for (var part : message.parts()) {
                    if (part instanceof Part.ToolOutput output) {
                        messages.add(message("tool")
                                .put("tool_call_id", output.callId())
                                .put("content", Json.write(output.output()))
                                .build());
                    }
                }
            }
        }
    }

    /** A plain string where there is only text: some servers know nothing else. */
    private static JsonValue userContent(List<Part> parts) {
        if (parts.stream().noneMatch(Part.Image.class::isInstance)) {
            return JsonValue.of(Parts.text(parts));
        }
        var content = new ArrayList<JsonValue>();
        for (var part : parts) {
            switch (part) {
                case Part.Text(var text) ->
                    content.add(JsonValue.object()
                            .put("type", "text")
                            .put("text", text)
                            .build());
                case Part.Image image ->
                    content.add(JsonValue.object()
                            .put("type", "image_url")
                            .put(
                                    "image_url",
                                    JsonValue.object()
                                            .put("url", Parts.dataUrl(image))
                                            .build())
                            .build());
                case Part.Reasoning _, Part.ToolUse _, Part.ToolOutput _ -> {
                    // not a user's to say
                }
            }
        }
        return JsonValue.array(content);
    }

    /** Empty when nothing is left to send, such as for a reply of reasoning alone. */
    private Optional<JsonValue> assistant(List<Part> parts, boolean usesTools) {
        var text = Parts.text(parts);
        var calls = new ArrayList<JsonValue>();
        for (var part : parts) {
            if (part instanceof Part.ToolUse use) {
                calls.add(call(use));
            }
        }
        if (text.isEmpty() && calls.isEmpty()) {
            return Optional.empty();
        }
        var message = message("assistant").put("content", text.isEmpty() ? JsonValue.Null.NULL : JsonValue.of(text));
        if (usesTools && quirks.reasoningEcho() == CompatibleEndpoint.ReasoningEcho.IN_TURNS_WITH_TOOL_CALLS) {
            var reasoning = Parts.reasoning(parts);
            message.put("reasoning_content", reasoning.isEmpty() ? " " : reasoning);
        }
        if (!calls.isEmpty()) {
            message.put("tool_calls", JsonValue.array(calls));
        }
        return Optional.of(message.build());
    }

    private static JsonValue call(Part.ToolUse use) {
        return JsonValue.object()
                .put("id", use.id())
                .put("type", "function")
                .put(
                        "function",
                        JsonValue.object()
                                .put("name", use.name())
                                .put("arguments", ToolArguments.write(use.input()))
                                .build())
                .build();
    }
}

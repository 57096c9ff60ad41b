package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes a request in OpenAI's responses format. Pure. */
final class ResponsesRequest {
    /** Whose opaque data goes back. */
    static final String PROVIDER = "openai";

    private static final List<String> SENT_BACK = List.of("type", "id", "summary", "encrypted_content");

    private ResponsesRequest() {}

    static JsonValue.Obj body(ModelRequest request) {
        var input = new ArrayList<JsonValue>();
        var reasons = reasons(request.model());
        request.messages().forEach(message -> add(input, message, reasons));
        var body = JsonValue.object().put("model", request.model());
        request.system().ifPresent(text -> body.put("instructions", text));
        body.put("input", JsonValue.array(input));
        if (!request.tools().isEmpty()) {
            body.put(
                    "tools",
                    JsonValue.array(
                            request.tools().stream().map(ResponsesRequest::tool).toList()));
        }
        request.maxOutputTokens().ifPresent(limit -> body.put("max_output_tokens", limit));
        body.put("store", false);
        if (reasons) {
            body.put("include", JsonValue.of(List.of("reasoning.encrypted_content")));
        }
        return body.put("stream", true).build();
    }

    /**
     * Models that do not reason refuse to be asked for encrypted reasoning, and to be shown another's. An unknown model is
     * taken for a newer one.
     */
    private static boolean reasons(String model) {
        var name = model.startsWith("ft:") ? model.substring(3) : model;
        var old = name.startsWith("gpt-3") || name.startsWith("gpt-4") || name.startsWith("chatgpt-");
        return !old && !name.matches("gpt-5[.\\d]*-chat.*");
    }

    private static JsonValue tool(ToolSpec spec) {
        return JsonValue.object()
                .put("type", "function")
                .put("name", spec.name())
                .put("description", spec.description())
                .put("parameters", spec.inputSchema())
                // strict schemas must list every property as required, which ours need not
                .put("strict", false)
                .build();
    }

    private static void add(List<JsonValue> input, Message message, boolean reasons) {
        switch (message.role()) {
            case USER -> input.add(spoken("user", userContent(message.parts())));
            case ASSISTANT -> assistant(input, message.parts(), reasons);
            case TOOL -> {
                for (var part : message.parts()) {
                    if (part instanceof Part.ToolOutput output) {
                        input.add(JsonValue.object()
                                .put("type", "function_call_output")
                                .put("call_id", output.callId())
                                .put("output", Json.write(output.output()))
                                .build());
                    }
                }
            }
        }
    }

    private static JsonValue spoken(String role, List<JsonValue> content) {
        return JsonValue.object()
                .put("type", "message")
                .put("role", role)
                .put("content", JsonValue.array(content))
                .build();
    }

    private static JsonValue text(String type, String text) {
        return JsonValue.object().put("type", type).put("text", text).build();
    }

    private static List<JsonValue> userContent(List<Part> parts) {
        var content = new ArrayList<JsonValue>();
        for (var part : parts) {
            switch (part) {
                case Part.Text(var text) -> content.add(text("input_text", text));
                case Part.Image image ->
                    content.add(JsonValue.object()
                            .put("type", "input_image")
                            .put("image_url", Parts.dataUrl(image))
                            .build());
                case Part.Reasoning _, Part.ToolUse _, Part.ToolOutput _ -> {
                    // not a user's to say
                }
            }
        }
        return content;
    }

    private static void assistant(List<JsonValue> input, List<Part> parts, boolean reasons) {
        // reasoning that nothing follows is refused, so it waits for what it led to
        var reasoning = new ArrayList<JsonValue>();
        for (var part : parts) {
            switch (part) {
                case Part.Reasoning thought -> {
                    if (reasons) {
                        item(thought).ifPresent(reasoning::add);
                    }
                }
                case Part.Text(var text) -> {
                    if (!text.isEmpty()) {
                        input.addAll(reasoning);
                        reasoning.clear();
                        input.add(spoken("assistant", List.of(text("output_text", text))));
                    }
                }
                case Part.ToolUse use -> {
                    input.addAll(reasoning);
                    reasoning.clear();
                    input.add(call(use));
                }
                case Part.Image _, Part.ToolOutput _ -> {
                    // not a model's to say
                }
            }
        }
    }

    /**
     * The item in what a request may hold of it: {@code status} and {@code content} are the server's to write only. Without
     * its encrypted content it stands for something stored, and nothing is.
     */
    private static Optional<JsonValue> item(Part.Reasoning thought) {
        return thought.providerData()
                .filter(data -> data.provider().equals(PROVIDER))
                .map(Part.ProviderData::data)
                .filter(data -> data instanceof JsonValue.Obj item
                        && item.string("encrypted_content").isPresent())
                .map(data -> {
                    var kept = JsonValue.object();
                    for (var member : SENT_BACK) {
                        kept.putIfPresent(member, ((JsonValue.Obj) data).get(member));
                    }
                    return kept.build();
                });
    }

    private static JsonValue call(Part.ToolUse use) {
        return JsonValue.object()
                .put("type", "function_call")
                .put("call_id", use.id())
                .put("name", use.name())
                .put("arguments", ToolArguments.write(use.input()))
                .build();
    }
}

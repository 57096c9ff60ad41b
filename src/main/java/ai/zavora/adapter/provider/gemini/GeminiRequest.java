package ai.zavora.adapter.provider.gemini;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.tool.ToolSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the body of a generateContent request. One per request. */
final class GeminiRequest {

    /** The provider's name on opaque parts that go back to it. */
    static final String PROVIDER = "gemini";

    /**
     * Gemini 3 and later refuse a function call of the running turn that lacks its thought signature. Calls made by another
     * model have none; for them Google's documentation of thought signatures gives this value.
     */
    private static final String NO_SIGNATURE = "skip_thought_signature_validator";

    private final ModelRequest request;
    private final Map<String, String> wireIds = new HashMap<>();

    private GeminiRequest(ModelRequest request) {
        this.request = request;
        for (var message : request.messages()) {
            for (var part : message.parts()) {
                if (part instanceof Part.ToolUse use) {
                    own(use.providerData())
                            .flatMap(data -> data.string("id"))
                            .ifPresent(id -> wireIds.put(use.id(), id));
                }
            }
        }
    }

    static JsonValue.Obj body(ModelRequest request) {
        return new GeminiRequest(request).body();
    }

    private JsonValue.Obj body() {
        var body = JsonValue.object();
        request.system()
                .filter(text -> !text.isBlank())
                .ifPresent(text -> body.put(
                        "systemInstruction",
                        JsonValue.object()
                                .put("parts", JsonValue.array(List.of(text(text))))
                                .build()));
        body.put("contents", contents());
        if (!request.tools().isEmpty()) {
            var declarations = JsonValue.array(
                    request.tools().stream().map(GeminiRequest::declaration).toList());
            body.put(
                    "tools",
                    JsonValue.array(List.of(JsonValue.object()
                            .put("functionDeclarations", declarations)
                            .build())));
        }
        request.maxOutputTokens()
                .ifPresent(limit -> body.put(
                        "generationConfig",
                        JsonValue.object().put("maxOutputTokens", limit).build()));
        return body.build();
    }

    private static JsonValue declaration(ToolSpec tool) {
        return JsonValue.object()
                .put("name", tool.name())
                .put("description", tool.description())
                .putIfPresent("parameters", GeminiSchema.parameters(tool.inputSchema()))
                .build();
    }

    /** Neighbours of one role become one content: the API wants the roles to alternate. */
    private JsonValue contents() {
        var turns = new ArrayList<Turn>();
        for (var message : request.messages()) {
            var role = message.role() == Role.ASSISTANT ? "model" : "user";
            var parts = parts(message);
            if (parts.isEmpty()) {
                continue;
            }
            if (turns.isEmpty() || !turns.getLast().role().equals(role)) {
                turns.add(new Turn(role, new ArrayList<>()));
            }
            turns.getLast().parts().addAll(parts);
        }
        return JsonValue.array(turns.stream().map(Turn::json).toList());
    }

    private List<JsonValue.Obj> parts(Message message) {
        var parts = new ArrayList<JsonValue.Obj>();
        var firstCall = true;
        for (var part : message.parts()) {
            switch (part) {
                case Part.Text(var text) -> {
                    if (!text.isEmpty()) {
                        parts.add(text(text));
                    }
                }
                case Part.Reasoning(var text, var data) -> own(data).ifPresent(kept -> putBack(kept, parts));
                case Part.Image(var mimeType, var base64) -> parts.add(image(mimeType, base64));
                case Part.ToolUse use -> {
                    parts.add(functionCall(use, firstCall ? Signature.WANTED : Signature.NOT_WANTED));
                    firstCall = false;
                }
                case Part.ToolOutput output -> parts.add(functionResponse(output));
            }
        }
        return parts;
    }

    /** A kept part goes back as it came; where it is a text with its signature it stands for that text. */
    private static void putBack(JsonValue.Obj kept, List<JsonValue.Obj> parts) {
        var text = kept.string("text").orElse("");
        var thought = kept.bool("thought").orElse(false);
        if (!thought && !text.isEmpty() && !parts.isEmpty() && parts.getLast().equals(text(text))) {
            parts.removeLast();
        }
        parts.add(kept);
    }

    private static JsonValue.Obj text(String text) {
        return JsonValue.object().put("text", text).build();
    }

    private static JsonValue.Obj image(String mimeType, String base64) {
        return JsonValue.object()
                .put(
                        "inlineData",
                        JsonValue.object()
                                .put("mimeType", mimeType)
                                .put("data", base64)
                                .build())
                .build();
    }

    private JsonValue.Obj functionCall(Part.ToolUse use, Signature signature) {
        // the API takes objects only; the tool gate has told the model what was wrong with anything else
        var args = use.input() instanceof JsonValue.Obj object
                ? object
                : JsonValue.object().put("invalid_input", use.input()).build();
        var call = JsonValue.object();
        Optional.ofNullable(wireIds.get(use.id())).ifPresent(id -> call.put("id", id));
        call.put("name", use.name()).put("args", args);
        var part = JsonValue.object().put("functionCall", call.build());
        own(use.providerData())
                .flatMap(data -> data.string("thoughtSignature"))
                .or(() -> signature == Signature.WANTED ? standIn() : Optional.empty())
                .ifPresent(text -> part.put("thoughtSignature", text));
        return part.build();
    }

    /** In parallel calls only the first one carries a signature. */
    private enum Signature {
        WANTED,
        NOT_WANTED
    }

    private Optional<String> standIn() {
        return signs(request.model()) ? Optional.of(NO_SIGNATURE) : Optional.empty();
    }

    /** Whether the model demands signatures: from Gemini 3 on, which names such as gemini-flash-latest mean, too. */
    private static boolean signs(String model) {
        var name = model.substring(model.lastIndexOf('/') + 1);
        return name.startsWith("gemini-") && !name.startsWith("gemini-1") && !name.startsWith("gemini-2");
    }

    private JsonValue.Obj functionResponse(Part.ToolOutput output) {
        var response = JsonValue.object();
        Optional.ofNullable(wireIds.get(output.callId())).ifPresent(id -> response.put("id", id));
        response.put("name", output.name()).put("response", output.output());
        return JsonValue.object().put("functionResponse", response.build()).build();
    }

    private static Optional<JsonValue.Obj> own(Optional<Part.ProviderData> data) {
        return data.filter(it -> it.provider().equals(PROVIDER))
                .map(Part.ProviderData::data)
                .filter(JsonValue.Obj.class::isInstance)
                .map(JsonValue.Obj.class::cast);
    }

    /** Content of the wire under construction. */
    private record Turn(String role, List<JsonValue.Obj> parts) {
        JsonValue json() {
            return JsonValue.object()
                    .put("role", role)
                    .put("parts", JsonValue.array(parts))
                    .build();
        }
    }
}

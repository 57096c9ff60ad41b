package ai.zavora.core.session;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import java.util.List;
import java.util.Optional;

/** Parts of messages as they stand in the journal. */
final class PartCodec {
    private PartCodec() {}

    static JsonValue.Arr write(List<Part> parts) {
        return JsonValue.array(parts.stream().map(PartCodec::write).toList());
    }

    static List<Part> read(List<JsonValue.Obj> stored) {
        return stored.stream().map(PartCodec::read).toList();
    }

    static JsonValue.Obj write(Part part) {
        var out = JsonValue.object();
        switch (part) {
            case Part.Text(var text) -> out.put("part", "text").put("text", text);
            case Part.Reasoning(var text, var data) ->
                out.put("part", "reasoning")
                        .put("text", text)
                        .putIfPresent("provider_data", data.map(PartCodec::write));
            case Part.Image(var mimeType, var base64) ->
                out.put("part", "image").put("mime_type", mimeType).put("base64", base64);
            case Part.ToolUse(var id, var name, var input, var data) ->
                out.put("part", "tool_use")
                        .put("id", id)
                        .put("name", name)
                        .put("input", input)
                        .putIfPresent("provider_data", data.map(PartCodec::write));
            case Part.ToolOutput(var callId, var name, var output, var failed) ->
                out.put("part", "tool_output")
                        .put("call_id", callId)
                        .put("name", name)
                        .put("output", output)
                        .put("failed", failed);
        }
        return out.build();
    }

    static Part read(JsonValue.Obj stored) {
        var in = new Fields(stored);
        var kind = in.text("part");
        return switch (kind) {
            case "text" -> in.done(new Part.Text(in.text("text")));
            case "reasoning" -> in.done(new Part.Reasoning(in.text("text"), providerData(in)));
            case "image" -> in.done(new Part.Image(in.text("mime_type"), in.text("base64")));
            case "tool_use" ->
                in.done(new Part.ToolUse(in.text("id"), in.text("name"), in.any("input"), providerData(in)));
            case "tool_output" -> in.done(toolOutput(in));
            default -> throw Fields.newer("the part \"" + kind + "\"");
        };
    }

    /** Reads a tool output; throws when the object is another part. */
    static Part.ToolOutput readToolOutput(JsonValue.Obj stored) {
        if (read(stored) instanceof Part.ToolOutput output) {
            return output;
        }
        throw Fields.newer("an outcome that is no tool output");
    }

    private static Part.ToolOutput toolOutput(Fields in) {
        return new Part.ToolOutput(in.text("call_id"), in.text("name"), in.object("output"), in.flag("failed"));
    }

    private static JsonValue.Obj write(Part.ProviderData data) {
        return JsonValue.object()
                .put("provider", data.provider())
                .put("data", data.data())
                .build();
    }

    private static Optional<Part.ProviderData> providerData(Fields in) {
        if (!in.has("provider_data")) {
            return Optional.empty();
        }
        var data = new Fields(in.object("provider_data"));
        return Optional.of(data.done(new Part.ProviderData(data.text("provider"), data.any("data"))));
    }
}

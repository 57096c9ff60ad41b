package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the finished items of a response as parts of a reply. Pure. */
final class OutputItems {
    private OutputItems() {}

    static List<Part> parts(List<JsonValue.Obj> items) {
        var parts = new ArrayList<Part>();
        for (var item : items) {
            switch (item.string("type").orElse("")) {
                case "message" -> {
                    var text = joined(item.array("content"), "text") + joined(item.array("content"), "refusal");
                    if (!text.isEmpty()) {
                        parts.add(new Part.Text(text));
                    }
                }
                case "reasoning" -> parts.add(reasoning(item));
                case "function_call" -> parts.add(call(item));
                default -> {
                    // an item of a tool that OpenAI runs itself, or of a kind to come: not asked for, nothing to show
                }
            }
        }
        return parts;
    }

    private static Part reasoning(JsonValue.Obj item) {
        var summary = paragraphs(item.array("summary"));
        var text = summary.isEmpty() ? paragraphs(item.array("content")) : summary;
        return new Part.Reasoning(text, Optional.of(new Part.ProviderData(ResponsesRequest.PROVIDER, item)));
    }

    private static Part call(JsonValue.Obj item) {
        return new Part.ToolUse(
                callId(item),
                item.string("name").orElse(""),
                ToolArguments.read(item.string("arguments").orElse("")),
                Optional.empty());
    }

    /** The id that the call's output must name. */
    static String callId(JsonValue.Obj item) {
        return item.string("call_id").or(() -> item.string("id")).orElse("");
    }

    private static String joined(List<JsonValue> contents, String member) {
        var joined = new StringBuilder();
        for (var content : contents) {
            if (content instanceof JsonValue.Obj object) {
                object.string(member).ifPresent(joined::append);
            }
        }
        return joined.toString();
    }

    private static String paragraphs(List<JsonValue> contents) {
        var texts = new ArrayList<String>();
        for (var content : contents) {
            if (content instanceof JsonValue.Obj object) {
                object.string("text").ifPresent(texts::add);
            }
        }
        return String.join(ResponsesAssembler.PARAGRAPH, texts);
    }
}

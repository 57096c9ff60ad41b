package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;

/** The arguments of a tool call, which this wire carries as a string of JSON. */
final class ToolArguments {
    private ToolArguments() {}

    /** What the model wrote: an object, or its text as a string value when it is none. No text means no arguments. */
    static JsonValue read(String text) {
        if (text.isBlank()) {
            return JsonValue.Obj.EMPTY;
        }
        try {
            return Json.parseObject(text);
        } catch (JsonException e) {
            return JsonValue.of(text);
        }
    }

    /** The arguments to send back. Servers refuse a history that holds no object here, so other values are wrapped. */
    static String write(JsonValue input) {
        return Json.write(
                input instanceof JsonValue.Obj object
                        ? object
                        : JsonValue.object().put("invalid_arguments", input).build());
    }
}

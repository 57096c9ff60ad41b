package ai.zavora.base.json;

import ai.zavora.base.text.Redaction;
import java.util.LinkedHashMap;

/** Takes keys out of JSON values, of each text by itself: written out, what stands before a key may hide it. Pure. */
public final class JsonRedaction {
    private JsonRedaction() {}

    /** The same with each text as {@link Redaction#keys} gives it; names of members stay. */
    public static JsonValue.Obj withoutKeys(JsonValue.Obj object) {
        var members = new LinkedHashMap<String, JsonValue>();
        object.members().forEach((name, value) -> members.put(name, withoutKeys(value)));
        return new JsonValue.Obj(members);
    }

    /** As for an object. */
    public static JsonValue withoutKeys(JsonValue value) {
        return switch (value) {
            case JsonValue.Obj object -> withoutKeys(object);
            case JsonValue.Arr array ->
                new JsonValue.Arr(
                        array.items().stream().map(JsonRedaction::withoutKeys).toList());
            case JsonValue.Str(var text) -> JsonValue.of(Redaction.keys(text));
            case JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> value;
        };
    }
}

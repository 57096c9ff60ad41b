package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds texts in the bodies of requests. */
final class Texts {
    private Texts() {}

    static List<JsonValue.Obj> objects(List<JsonValue> values) {
        return values.stream()
                .filter(JsonValue.Obj.class::isInstance)
                .map(JsonValue.Obj.class::cast)
                .toList();
    }

    /** A string itself, or the {@code text} members of an array of parts joined. */
    static String joined(Optional<JsonValue> content) {
        return content.map(value -> switch (value) {
                    case JsonValue.Str(var text) -> text;
                    case JsonValue.Arr(var parts) ->
                        objects(parts).stream()
                                .flatMap(part -> part.string("text").stream())
                                .collect(Collectors.joining());
                    case JsonValue.Null.NULL -> "";
                    default -> Json.write(value);
                })
                .orElse("");
    }
}

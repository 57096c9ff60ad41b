package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * Finds halves of surrogate pairs in a request: JSON can write them as escapes, but they are no characters, and no text in
 * UTF-8 can hold them.
 */
final class HalfPairs {
    private HalfPairs() {}

    /** The place of the first, as a JSON pointer (RFC 6901); empty where there is none. */
    static Optional<String> find(JsonValue value) {
        return find(value, "");
    }

    private static Optional<String> find(JsonValue value, String at) {
        return switch (value) {
            case JsonValue.Str(var text) -> holdsOne(text) ? Optional.of(at) : Optional.empty();
            case JsonValue.Obj(var members) ->
                members.entrySet().stream()
                        .flatMap(member -> inMember(member.getKey(), member.getValue(), at).stream())
                        .findFirst();
            case JsonValue.Arr(var items) -> inItems(items, at);
            case JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> Optional.empty();
        };
    }

    private static Optional<String> inMember(String name, JsonValue value, String at) {
        // such a name cannot be told
        return holdsOne(name)
                ? Optional.of(at + "/")
                : find(value, at + "/" + name.replace("~", "~0").replace("/", "~1"));
    }

    private static Optional<String> inItems(List<JsonValue> items, String at) {
        for (var i = 0; i < items.size(); i++) {
            var found = find(items.get(i), at + "/" + i);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static boolean holdsOne(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }
}

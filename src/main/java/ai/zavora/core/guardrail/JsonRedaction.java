package ai.zavora.core.guardrail;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JSON value with the finds in its strings, numbers and names replaced. A number with a find becomes a string. No
 * member is lost: a name that is taken already gets a number behind it. Used by one thread.
 */
final class JsonRedaction {
    private final Guardrail guardrail;
    private final Set<String> declared;
    private final List<Detection> finds = new ArrayList<>();

    /** @param declared names that stay as they are */
    JsonRedaction(Guardrail guardrail, Set<String> declared) {
        this.guardrail = guardrail;
        this.declared = declared;
    }

    /** What was found so far. */
    List<Detection> finds() {
        return finds;
    }

    JsonValue redact(JsonValue value) {
        return switch (value) {
            case JsonValue.Str(var text) -> scalar(value, text);
            case JsonValue.Num(var text) -> scalar(value, text);
            case JsonValue.Arr(var items) ->
                JsonValue.array(items.stream().map(this::redact).toList());
            case JsonValue.Obj(var members) -> object(members);
            case JsonValue.Bool _, JsonValue.Null _ -> value;
        };
    }

    private JsonValue scalar(JsonValue value, String text) {
        var redacted = guardrail.redact(text);
        finds.add(redacted.found());
        return redacted.found().isEmpty() ? value : JsonValue.of(redacted.text());
    }

    private JsonValue object(Map<String, JsonValue> members) {
        var taken = new HashSet<>(members.keySet());
        var changed = new LinkedHashMap<String, JsonValue>();
        members.forEach((name, member) -> changed.put(name(name, taken), redact(member)));
        return new JsonValue.Obj(changed);
    }

    private String name(String name, Set<String> taken) {
        if (declared.contains(name)) {
            return name;
        }
        var redacted = guardrail.redact(name);
        if (redacted.found().isEmpty()) {
            return name;
        }
        finds.add(redacted.found());
        var free = redacted.text();
        for (var number = 2; !taken.add(free); number++) {
            free = redacted.text() + " " + number;
        }
        return free;
    }
}

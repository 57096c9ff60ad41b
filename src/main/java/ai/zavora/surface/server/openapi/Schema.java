package ai.zavora.surface.server.openapi;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/** Makes JSON schemas, draft 2020-12. */
public final class Schema {
    private Schema() {}

    /** Any text. */
    public static JsonValue.Obj text() {
        return typed("string").build();
    }

    /** One of some words. */
    public static JsonValue.Obj choice(String... words) {
        return typed("string").put("enum", JsonValue.of(List.of(words))).build();
    }

    /** A time, RFC 3339. */
    public static JsonValue.Obj time() {
        return typed("string").put("format", "date-time").build();
    }

    /** A whole number from a bound on. */
    public static JsonValue.Obj whole(long least) {
        return typed("integer").put("minimum", least).build();
    }

    /** A whole number between two bounds, both included. */
    public static JsonValue.Obj whole(long least, long most) {
        return typed("integer").put("minimum", least).put("maximum", most).build();
    }

    /** A truth value. */
    public static JsonValue.Obj truth() {
        return typed("boolean").build();
    }

    /** Any value at all. */
    public static JsonValue.Obj anything() {
        return JsonValue.Obj.EMPTY;
    }

    /** An object of any members. */
    public static JsonValue.Obj anyObject() {
        return typed("object").build();
    }

    /** The same, or null. */
    public static JsonValue.Obj orNull(JsonValue.Obj schema) {
        return JsonValue.object()
                .put("anyOf", JsonValue.array(List.of(schema, typed("null").build())))
                .build();
    }

    /** A list. */
    public static JsonValue.Obj list(JsonValue.Obj items) {
        return typed("array").put("items", items).build();
    }

    /** An object with members to be named. */
    public static Members object() {
        return new Members();
    }

    /** Collects the members of an object. */
    public static final class Members {
        private final JsonValue.ObjectBuilder properties = JsonValue.object();
        private final List<String> required = new ArrayList<>();

        private Members() {}

        /** A member that is always there. */
        public Members must(String name, JsonValue.Obj schema) {
            required.add(name);
            return may(name, schema);
        }

        /** A member that may be left out. */
        public Members may(String name, JsonValue.Obj schema) {
            properties.put(name, schema);
            return this;
        }

        public JsonValue.Obj build() {
            return typed("object")
                    .put("properties", properties.build())
                    .put("required", JsonValue.of(required))
                    .build();
        }
    }

    private static JsonValue.ObjectBuilder typed(String type) {
        return JsonValue.object().put("type", type);
    }
}

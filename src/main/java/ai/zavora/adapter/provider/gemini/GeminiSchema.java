package ai.zavora.adapter.provider.gemini;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reduces a JSON schema to the subset that function declarations take (Google's {@code Schema}, after OpenAPI 3.0).
 * What the subset cannot say is left out, so the reduced schema accepts at least what the full one does; our own check
 * of the arguments uses the full one. Pure.
 */
final class GeminiSchema {

    /** Keywords taken over unchanged. */
    private static final Set<String> SAME = Set.of(
            "title",
            "description",
            "nullable",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minLength",
            "maxLength",
            "pattern",
            "minimum",
            "maximum");

    /** Other formats make the API refuse the request. */
    private static final Set<String> FORMATS = Set.of("date-time", "float", "double", "int32", "int64");

    /** Schemas nested deeper than this are cut. */
    private static final int MAX_DEPTH = 16;

    /** What a reference adds to the depth: schemas that refer to themselves, perhaps several times, must stay small. */
    private static final int REFERENCE = 4;

    private final JsonValue.Obj root;

    private GeminiSchema(JsonValue.Obj root) {
        this.root = root;
    }

    /** The parameters of a function; empty for a function without any, as the API wants it. */
    static Optional<JsonValue.Obj> parameters(JsonValue.Obj schema) {
        var reduced = new GeminiSchema(schema).reduce(schema, 0);
        return reduced.object("properties").isPresent() || reduced.get("anyOf").isPresent()
                ? Optional.of(reduced)
                : Optional.empty();
    }

    private JsonValue.Obj reduce(JsonValue.Obj written, int above) {
        var schema = resolve(written);
        var depth = above + (written.get("$ref").isPresent() ? REFERENCE : 1);
        if (depth > MAX_DEPTH) {
            return JsonValue.object().put("type", "object").build();
        }
        var out = new LinkedHashMap<String, JsonValue>();
        for (var member : schema.members().entrySet()) {
            if (SAME.contains(member.getKey())) {
                out.put(member.getKey(), member.getValue());
            }
        }
        type(schema, out);
        choices(schema, out);
        schema.string("format").filter(FORMATS::contains).ifPresent(format -> out.put("format", JsonValue.of(format)));
        alternatives(schema, out, depth);
        if (JsonValue.of("array").equals(out.get("type"))) {
            var items = schema.object("items")
                    .orElse(JsonValue.object().put("type", "string").build());
            out.put("items", reduce(items, depth));
        }
        properties(schema, out, depth);
        return new JsonValue.Obj(out);
    }

    /** Follows a reference within the schema; one that leads nowhere accepts anything. */
    private JsonValue.Obj resolve(JsonValue.Obj schema) {
        var found = schema;
        for (var hops = 0; hops < MAX_DEPTH && found.string("$ref").isPresent(); hops++) {
            found = lookUp(found.string("$ref").orElseThrow());
        }
        return found;
    }

    private JsonValue.Obj lookUp(String reference) {
        if (!reference.startsWith("#/")) {
            return JsonValue.Obj.EMPTY;
        }
        var at = root;
        for (var step : reference.substring(2).split("/")) {
            at = at.object(step).orElse(JsonValue.Obj.EMPTY);
        }
        return at;
    }

    /** A list of types becomes one type, and nullable when null is among them. */
    private static void type(JsonValue.Obj schema, Map<String, JsonValue> out) {
        schema.string("type").ifPresent(type -> out.put("type", JsonValue.of(type)));
        var types = schema.array("type");
        types.stream()
                .filter(type -> !type.equals(JsonValue.of("null")))
                .findFirst()
                .ifPresent(type -> out.put("type", type));
        if (types.contains(JsonValue.of("null"))) {
            out.put("nullable", JsonValue.of(true));
        }
        if (!out.containsKey("type") && schema.object("properties").isPresent()) {
            out.put("type", JsonValue.of("object"));
        }
    }

    /** Only strings can be enumerated. */
    private static void choices(JsonValue.Obj schema, Map<String, JsonValue> out) {
        var choices = new ArrayList<>(schema.array("enum"));
        schema.get("const").ifPresent(choices::add);
        if (!choices.isEmpty() && choices.stream().allMatch(JsonValue.Str.class::isInstance)) {
            out.put("type", JsonValue.of("string"));
            out.put("enum", JsonValue.array(choices));
        }
    }

    private void alternatives(JsonValue.Obj schema, Map<String, JsonValue> out, int depth) {
        var alternatives = new ArrayList<JsonValue>();
        for (var name : List.of("anyOf", "oneOf")) {
            for (var alternative : schema.array(name)) {
                if (alternative instanceof JsonValue.Obj object) {
                    alternatives.add(reduce(object, depth));
                }
            }
        }
        if (alternatives.removeIf(JsonValue.object().put("type", "null").build()::equals)) {
            out.put("nullable", JsonValue.of(true));
        }
        if (!alternatives.isEmpty()) {
            out.put("anyOf", JsonValue.array(alternatives));
        }
    }

    private void properties(JsonValue.Obj schema, Map<String, JsonValue> out, int depth) {
        var properties = new LinkedHashMap<String, JsonValue>();
        schema.object("properties").orElse(JsonValue.Obj.EMPTY).members().forEach((name, property) -> {
            // true, the schema that accepts anything, has no form here
            var object = property instanceof JsonValue.Obj it ? it : JsonValue.Obj.EMPTY;
            properties.put(name, reduce(object, depth));
        });
        if (properties.isEmpty()) {
            return;
        }
        out.put("properties", new JsonValue.Obj(properties));
        var required = schema.array("required").stream()
                .filter(name -> name instanceof JsonValue.Str(var text) && properties.containsKey(text))
                .toList();
        if (!required.isEmpty()) {
            out.put("required", JsonValue.array(required));
        }
    }
}

package ai.zavora.base.json;

import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shows a {@link JsonValue} to the schema validator. */
record SchemaNode(JsonValue value, String pointer) implements JsonNode {

    /** Numbers with more digits than this before the point are not expanded; no schema of ours needs them. */
    private static final int MAX_DIGITS = 1000;

    static JsonNode of(JsonValue value) {
        return new SchemaNode(value, "");
    }

    /** What the validator itself reads: its meta schemas. */
    static final class Factory implements JsonNodeFactory {
        @Override
        public JsonNode wrap(Object value) {
            return switch (value) {
                case JsonNode node -> node;
                case JsonValue json -> of(json);
                default -> throw new IllegalArgumentException("not JSON: " + value.getClass());
            };
        }

        @Override
        public JsonNode create(String text) {
            try {
                return of(Json.parse(text));
            } catch (JsonException e) {
                throw new IllegalArgumentException("a schema is not JSON", e);
            }
        }
    }

    @Override
    public String getJsonPointer() {
        return pointer;
    }

    @Override
    public SimpleType getNodeType() {
        return switch (value) {
            case JsonValue.Obj _ -> SimpleType.OBJECT;
            case JsonValue.Arr _ -> SimpleType.ARRAY;
            case JsonValue.Str _ -> SimpleType.STRING;
            case JsonValue.Bool _ -> SimpleType.BOOLEAN;
            case JsonValue.Null _ -> SimpleType.NULL;
            case JsonValue.Num _ -> isWhole() ? SimpleType.INTEGER : SimpleType.NUMBER;
        };
    }

    private boolean isWhole() {
        var number = asNumber();
        return Math.abs((long) number.precision() - number.scale()) <= MAX_DIGITS
                && number.stripTrailingZeros().scale() <= 0;
    }

    @Override
    public boolean asBoolean() {
        return ((JsonValue.Bool) value).value();
    }

    @Override
    public String asString() {
        return value instanceof JsonValue.Str(var text) ? text : Json.write(value);
    }

    @Override
    public BigInteger asInteger() {
        return asNumber().toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
        return new BigDecimal(((JsonValue.Num) value).text());
    }

    @Override
    public List<JsonNode> asArray() {
        var nodes = new ArrayList<JsonNode>();
        for (var item : ((JsonValue.Arr) value).items()) {
            nodes.add(new SchemaNode(item, pointer + "/" + nodes.size()));
        }
        return nodes;
    }

    @Override
    public Map<String, JsonNode> asObject() {
        var nodes = new LinkedHashMap<String, JsonNode>();
        ((JsonValue.Obj) value)
                .members()
                .forEach((name, member) ->
                        nodes.put(name, new SchemaNode(member, pointer + "/" + JsonNode.encodeJsonPointer(name))));
        return nodes;
    }
}

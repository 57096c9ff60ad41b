package ai.zavora.base.json;

import dev.harrel.jsonschema.ValidatorFactory;
import java.util.ArrayList;
import java.util.List;

/** Checks values against JSON schemas (draft 2020-12). Stateless and safe to use from any thread. */
public final class JsonSchema {

    private JsonSchema() {}

    /**
     * What is wrong with a value.
     *
     * @return one sentence for each violation, naming its place as a JSON pointer; empty when the value is valid
     */
    public static List<String> violations(JsonValue.Obj schema, JsonValue value) {
        var result = new ValidatorFactory()
                .withJsonNodeFactory(new SchemaNode.Factory())
                .withDisabledSchemaValidation(true)
                .validate(SchemaNode.of(schema), SchemaNode.of(value));
        if (result.isValid()) {
            return List.of();
        }
        var violations = new ArrayList<String>();
        for (var error : result.getErrors()) {
            var place = error.getInstanceLocation();
            violations.add((place.isEmpty() ? "the arguments" : place) + ": " + error.getError());
        }
        return List.copyOf(violations);
    }
}

package ai.zavora.core.tool;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;

/**
 * How a tool presents itself to a model.
 *
 * @param name letters, digits, {@code _} and {@code -}; unique among the tools of a turn
 * @param description what it does and when to use it, for the model
 * @param inputSchema a JSON schema (draft 2020-12) of type object; always present
 */
public record ToolSpec(String name, String description, JsonValue.Obj inputSchema) {
    public ToolSpec {
        requireNonNull(name, "name is null");
        requireNonNull(description, "description is null");
        requireNonNull(inputSchema, "inputSchema is null");
        if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("not a tool name: " + name);
        }
    }
}

package ai.zavora.core.tool;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import java.util.regex.Pattern;

/**
 * How a tool presents itself to a model.
 *
 * @param name letters, digits, {@code _} and {@code -}; unique among the tools of a turn
 * @param description what it does and when to use it, for the model
 * @param inputSchema a JSON schema (draft 2020-12) of type object; always present
 */
public record ToolSpec(String name, String description, JsonValue.Obj inputSchema) {
    /** Characters in a name at most. */
    public static final int MAX_NAME = 64;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1," + MAX_NAME + "}");

    public ToolSpec {
        requireNonNull(name, "name is null");
        requireNonNull(description, "description is null");
        requireNonNull(inputSchema, "inputSchema is null");
        if (!isName(name)) {
            throw new IllegalArgumentException("not a tool name: " + name);
        }
    }

    /** Whether a tool may have this name. Every provider takes such a one. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }
}

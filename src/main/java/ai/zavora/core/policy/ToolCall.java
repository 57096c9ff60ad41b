package ai.zavora.core.policy;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;

/**
 * A tool call that waits for permission.
 *
 * @param id the model's id of the call
 * @param tool the tool's name
 * @param arguments valid against the tool's schema
 */
public record ToolCall(String id, String tool, JsonValue.Obj arguments) {
    public ToolCall {
        requireNonNull(id, "id is null");
        requireNonNull(tool, "tool is null");
        requireNonNull(arguments, "arguments is null");
    }
}

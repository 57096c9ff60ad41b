package ai.zavora.core.tool;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;

/** What the model is told about a tool call. Both are ordinary outcomes: neither ends the turn. */
public sealed interface ToolResult {

    /** The call did what was asked. */
    record Ok(JsonValue.Obj output) implements ToolResult {
        public Ok {
            requireNonNull(output, "output is null");
        }
    }

    /**
     * The call failed in a way the model may act on.
     *
     * @param code a stable word such as {@code invalid_args}, {@code denied}, {@code timeout}
     * @param message what went wrong and what to do instead, for the model
     */
    record Failed(String code, String message) implements ToolResult {
        public Failed {
            requireNonNull(code, "code is null");
            requireNonNull(message, "message is null");
        }
    }
}

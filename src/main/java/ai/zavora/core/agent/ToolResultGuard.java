package ai.zavora.core.agent;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.guardrail.GuardrailPolicy;
import ai.zavora.core.tool.ToolResult;
import java.util.Optional;
import java.util.function.Consumer;

/** Watches what tools return before it is stored and a model sees it. Immutable and safe to share. */
public final class ToolResultGuard {
    /** Lets everything through. */
    public static final ToolResultGuard NONE = new ToolResultGuard(Optional.empty());

    private final Optional<GuardrailPolicy> policy;

    private ToolResultGuard(Optional<GuardrailPolicy> policy) {
        this.policy = policy;
    }

    /** A guard under a policy for input: a result goes to the model. */
    public static ToolResultGuard of(GuardrailPolicy policy) {
        return new ToolResultGuard(Optional.of(policy));
    }

    /** The result as it may be stored. */
    ToolResult guarded(ToolResult result, Consumer<TurnEvent> events) {
        return policy.map(guard -> guarded(guard, result, events)).orElse(result);
    }

    private static ToolResult guarded(GuardrailPolicy guard, ToolResult result, Consumer<TurnEvent> events) {
        var redacted = guard.redact(
                switch (result) {
                    case ToolResult.Ok(var output) -> output;
                    case ToolResult.Failed(var _, var message) -> JsonValue.of(message);
                });
        var hit = guard.hit(redacted.found());
        if (hit.isEmpty()) {
            return result;
        }
        events.accept(new TurnEvent.Guarded(hit.get()));
        return switch (guard.mode()) {
            case DISABLED, OBSERVE -> result;
            case BLOCK ->
                // names no term: it goes to the model, where the guardrail would find it again
                new ToolResult.Failed("guardrail_blocked", "The result was withheld by the guardrail.");
            case REDACT -> replaced(result, redacted.value());
        };
    }

    private static ToolResult replaced(ToolResult result, JsonValue value) {
        return switch (result) {
            case ToolResult.Failed(var code, var message) ->
                new ToolResult.Failed(code, value instanceof JsonValue.Str(var text) ? text : message);
            case ToolResult.Ok(var output) ->
                new ToolResult.Ok(value instanceof JsonValue.Obj object ? object : output);
        };
    }
}

package ai.zavora.core.llm;

import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardrailPolicy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The ids that a provider gives to tool calls, as they may be shown, stored and sent back. One with finds becomes another,
 * the same each time it is asked for, that no other call of the session has. Used by one thread, for one turn.
 */
final class GuardedIds {
    private static final String REDACTED = "redacted_call_";
    private static final int LETTERS = 20;

    private final GuardrailPolicy policy;
    private final Map<String, String> guarded = new HashMap<>();
    private final List<Detection> finds = new ArrayList<>();

    GuardedIds(GuardrailPolicy policy) {
        this.policy = policy;
    }

    String guarded(String id) {
        return guarded.computeIfAbsent(id, any -> {
            var found = policy.redact(id).found();
            finds.add(found);
            return found.isEmpty() ? id : other();
        });
    }

    Part guarded(Part part) {
        return part instanceof Part.ToolUse(var id, var name, var input, var data)
                ? new Part.ToolUse(guarded(id), name, input, data)
                : part;
    }

    /** Letters only, so that it holds no number that could be a find itself. */
    private static String other() {
        var id = new StringBuilder(REDACTED);
        ThreadLocalRandom.current().ints(LETTERS, 'a', 'z' + 1).forEach(id::appendCodePoint);
        return id.toString();
    }

    /** What was found since this was last asked; each id counts once. */
    Detection takeFound() {
        var found = policy.joined(finds);
        finds.clear();
        return found;
    }
}

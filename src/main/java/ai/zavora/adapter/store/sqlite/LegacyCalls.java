package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings calls and results of one session together: a model must be shown each call with exactly one result behind it.
 * Ids that are missing or used twice are replaced.
 */
final class LegacyCalls {
    private static final String MISSING = "The result of this call was not kept.";

    private final List<Open> open = new ArrayList<>();
    private final Set<String> used = new HashSet<>();

    /** The call as the journal holds it. */
    Part.ToolUse asked(LegacyParts.Call call) {
        var id = call.id().orElse("imported-" + (used.size() + 1));
        for (var n = 2; !used.add(id); n++) {
            id = call.id().orElse("imported") + "-" + n;
        }
        open.add(new Open(call.id(), call.name(), id));
        return new Part.ToolUse(id, call.name(), call.arguments(), Optional.empty());
    }

    /** The result of a call that waits for one; as text when none does. */
    Part answered(LegacyParts.Result result) {
        var match = open.stream()
                .filter(call -> result.id().isPresent() && call.legacyId.equals(result.id()))
                .findFirst()
                .or(() -> open.stream()
                        .filter(call -> call.legacyId.isEmpty() || result.id().isEmpty())
                        .filter(call -> call.name.equals(result.name()))
                        .findFirst());
        if (match.isEmpty()) {
            return new Part.Text("[result of " + result.name() + ": " + Json.write(result.response()) + "]");
        }
        open.remove(match.get());
        var failed = result.response().string("error").isPresent();
        return new Part.ToolOutput(match.get().id, match.get().name, result.response(), failed);
    }

    boolean waiting() {
        return !open.isEmpty();
    }

    /** Results for all calls that still wait for one. */
    List<Part> giveUp() {
        var output =
                JsonValue.object().put("status", "error").put("error", MISSING).build();
        var outputs = open.stream()
                .<Part>map(call -> new Part.ToolOutput(call.id, call.name, output, true))
                .toList();
        open.clear();
        return outputs;
    }

    /**
     * A call without a result.
     *
     * @param legacyId the id it had
     * @param id the id it has now
     */
    private record Open(Optional<String> legacyId, String name, String id) {}
}

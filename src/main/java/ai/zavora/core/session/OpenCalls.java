package ai.zavora.core.session;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tool calls that a journal asked for and that have no outcome yet. A model must never be shown a tool use without its
 * output. Used by one thread.
 */
public final class OpenCalls {
    /** The code of a call that never ran. */
    public static final String NOT_RUN = "not_run";

    private final Map<String, Part.ToolUse> open = new LinkedHashMap<>();
    private final Set<String> started = new LinkedHashSet<>();

    /** Follows the journal by one entry. */
    public void add(Event.Body body) {
        switch (body) {
            case Event.AssistantMessage reply -> asked(reply.parts());
            case Event.ToolStarted(var call) -> started.add(call.id());
            case Event.ToolFinished(var output) -> {
                open.remove(output.callId());
                started.remove(output.callId());
            }
            case Event.UserMessage _,
                    Event.ToolDecision _,
                    Event.Compaction _,
                    Event.Imported _,
                    Event.SessionState _,
                    Event.TurnCompleted _,
                    Event.TurnAborted _ -> {}
        }
    }

    private void asked(List<Part> parts) {
        for (var part : parts) {
            if (part instanceof Part.ToolUse use) {
                open.put(use.id(), use);
            }
        }
    }

    /** Whether a call was asked for and has no outcome. */
    public boolean isOpen(String callId) {
        return open.containsKey(callId);
    }

    /** The open calls, in the order they were asked for. */
    public List<Part.ToolUse> uses() {
        return List.copyOf(open.values());
    }

    /** How many open calls had started. */
    public long running() {
        return open.keySet().stream().filter(started::contains).count();
    }

    /** What to append to give every open call an outcome, in order: cut off where it had started, else not run. */
    public List<Event.ToolFinished> outcomes() {
        return open.values().stream()
                .map(use -> started.contains(use.id()) ? cutOff(use) : notRun(use))
                .toList();
    }

    private static Event.ToolFinished cutOff(Part.ToolUse use) {
        return unknown(
                use,
                "The call was cut off while it ran. Whether it took effect is unknown; check before you repeat it.");
    }

    /** The outcome of a call of which nobody knows whether it ran. */
    public static Event.ToolFinished lost(Part.ToolUse use) {
        return unknown(
                use,
                "What became of the call was lost. Whether it took effect is unknown; check before you repeat it.");
    }

    private static Event.ToolFinished unknown(Part.ToolUse use, String text) {
        return failed(use, "outcome_unknown", text);
    }

    private static Event.ToolFinished notRun(Part.ToolUse use) {
        return failed(use, NOT_RUN, "The turn ended before this call ran. It had no effect.");
    }

    private static Event.ToolFinished failed(Part.ToolUse use, String code, String text) {
        var output = JsonValue.object()
                .put("status", "error")
                .put("code", code)
                .put("error", text)
                .build();
        return new Event.ToolFinished(new Part.ToolOutput(use.id(), use.name(), output, true));
    }
}

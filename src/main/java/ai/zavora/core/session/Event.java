package ai.zavora.core.session;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.ToolCall;
import java.time.Instant;
import java.util.List;

/**
 * One entry of a session's journal. Entries are appended and never changed.
 *
 * @param seq position in the session, from 1 without gaps; 0 while it is not yet appended
 * @param id a UUID
 * @param at when it happened
 * @param turnId the turn it belongs to, a UUID
 * @param body what happened
 */
public record Event(long seq, String id, Instant at, String turnId, Body body) {
    public Event {
        requireNonNull(id, "id is null");
        requireNonNull(at, "at is null");
        requireNonNull(turnId, "turnId is null");
        requireNonNull(body, "body is null");
    }

    /** The same entry at its place in the journal. */
    public Event withSeq(long newSeq) {
        return new Event(newSeq, id, at, turnId, body);
    }

    /** The entry with something else in its place, for those who must not see what it is. */
    public Event withBody(Body other) {
        return new Event(seq, id, at, turnId, other);
    }

    /** What happened. */
    public sealed interface Body {}

    /** The user spoke: a turn begins. */
    public record UserMessage(List<Part> parts) implements Body {
        public UserMessage {
            parts = List.copyOf(parts);
        }
    }

    /** The model's finished reply. */
    public record AssistantMessage(List<Part> parts, StopReason stopReason, Usage usage, String provider, String model)
            implements Body {
        public AssistantMessage {
            parts = List.copyOf(parts);
        }
    }

    /**
     * The gate decided about a call.
     *
     * @param decision {@code allowed}, {@code approved}, {@code trusted}, {@code denied} or {@code refused}
     * @param reason the rule or the person's answer
     */
    public record ToolDecision(String callId, String tool, String decision, String reason) implements Body {}

    /** A call is about to run; committed before it does. */
    public record ToolStarted(ToolCall call) implements Body {}

    /** The outcome of a call, whether it ran or not; every tool use has exactly one. */
    public record ToolFinished(Part.ToolOutput output) implements Body {}

    /**
     * Older entries were summarised, since they no longer fit the model's window. They stay in the journal; a model is
     * shown the summary in their place.
     *
     * @param summary what was said and done, in the model's words
     * @param throughSeq the position of the last entry the summary covers
     * @param usage tokens that the summary took, as the provider counted them
     */
    public record Compaction(String summary, long throughSeq, Usage usage) implements Body {}

    /**
     * An entry of another program's session, which was imported.
     *
     * @param author who spoke there
     * @param role as whom a model is shown the parts
     * @param parts what a model can be shown of it
     * @param original the whole entry as it was, so that nothing is lost
     */
    public record Imported(String author, Role role, List<Part> parts, JsonValue.Obj original) implements Body {
        public Imported {
            parts = List.copyOf(parts);
        }
    }

    /** The state that an imported session had; kept, and not shown to models. */
    public record SessionState(JsonValue.Obj state) implements Body {}

    /** The turn ended with an answer. */
    public record TurnCompleted() implements Body {}

    /** The turn ended without one: interrupted, failed, or cut by a crash and closed later. */
    public record TurnAborted(String reason) implements Body {}
}

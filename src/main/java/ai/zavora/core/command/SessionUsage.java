package ai.zavora.core.command;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.TokenEstimate;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.util.List;

/** What a session's journal says about tokens. Reads each event once. Not thread-safe. */
public final class SessionUsage {
    private static final int PAGE = 500;

    private enum Past {
        AS_KNOWN,
        /** Another session of the same key was counted before. */
        REPLACED
    }

    private final Past past;
    private long seq;
    private int turns;
    private int replies;
    private int toolCalls;
    private long personBytes;
    private long modelBytes;
    private long toolBytes;
    private Usage total = Usage.NONE;
    private Usage last = Usage.NONE;

    SessionUsage() {
        this(Past.AS_KNOWN);
    }

    private SessionUsage(Past past) {
        this.past = past;
    }

    /** Nothing counted yet of a session that came in the place of the one that was counted, or of its absence. */
    static SessionUsage ofAnother() {
        return new SessionUsage(Past.REPLACED);
    }

    void readOn(SessionStore store, SessionKey key) {
        List<Event> page;
        do {
            page = store.events(key, seq, PAGE);
            for (var event : page) {
                count(event.body());
                seq = event.seq();
            }
        } while (!page.isEmpty());
    }

    private void count(Event.Body body) {
        switch (body) {
            case Event.UserMessage(var parts) -> {
                turns++;
                personBytes += bytes(parts);
            }
            case Event.AssistantMessage reply -> {
                replies++;
                modelBytes += bytes(reply.parts());
                total = total.plus(reply.usage());
                last = reply.usage();
            }
            case Event.ToolFinished(var output) -> {
                toolCalls++;
                toolBytes += bytes(List.of(output));
            }
            case Event.Compaction compaction -> {
                total = total.plus(compaction.usage());
                last = Usage.NONE;
            }
            case Event.Imported imported -> addImported(imported);
            case Event.ToolDecision _,
                    Event.ToolStarted _,
                    Event.SessionState _,
                    Event.TurnCompleted _,
                    Event.TurnAborted _ -> {}
        }
    }

    private void addImported(Event.Imported imported) {
        var bytes = bytes(imported.parts());
        total = total.plus(counted(imported.original()));
        switch (imported.role()) {
            case USER -> {
                turns++;
                personBytes += bytes;
            }
            case ASSISTANT -> {
                replies++;
                modelBytes += bytes;
            }
            case TOOL -> {
                toolCalls++;
                toolBytes += bytes;
            }
        }
    }

    /** What the earlier version kept of its provider's count; nothing where it kept none. */
    private static Usage counted(JsonValue.Obj original) {
        var counts = original.object("llm_response")
                .flatMap(response -> response.object("usage_metadata"))
                .orElse(JsonValue.Obj.EMPTY);
        var cacheRead = count(counts, "cache_read_input_token_count");
        var cacheWrite = count(counts, "cache_creation_input_token_count");
        var reasoning = count(counts, "thinking_token_count");
        var sent = count(counts, "prompt_token_count");
        var made = count(counts, "candidates_token_count");
        // some providers count reasoning as a part of the reply, others beside it: the sum tells
        var within = count(counts, "total_token_count") == sent + made;
        return new Usage(
                Math.max(0, sent - cacheRead - cacheWrite),
                cacheRead,
                cacheWrite,
                within ? Math.max(0, made - reasoning) : made,
                reasoning);
    }

    private static long count(JsonValue.Obj counts, String name) {
        return Math.clamp(counts.integer(name).orElse(0), 0, Integer.MAX_VALUE);
    }

    private static long bytes(List<Part> parts) {
        return parts.stream().mapToLong(SessionUsage::bytes).sum();
    }

    private static long bytes(Part part) {
        return switch (part) {
            case Part.Text(var text) -> TokenEstimate.bytes(text);
            case Part.Reasoning reasoning -> TokenEstimate.bytes(reasoning.text());
            case Part.ToolUse use -> TokenEstimate.bytes(use.name()) + TokenEstimate.bytes(Json.write(use.input()));
            case Part.ToolOutput output -> TokenEstimate.bytes(Json.write(output.output()));
            case Part.Image _ -> 0;
        };
    }

    /** Whether somebody else deleted or replaced the session while it was counted. */
    public boolean replaced() {
        return past == Past.REPLACED;
    }

    /** How often the person spoke. */
    public int turns() {
        return turns;
    }

    /** How many replies the model gave. */
    public int replies() {
        return replies;
    }

    /** How many tool calls have an outcome. */
    public int toolCalls() {
        return toolCalls;
    }

    /** Tokens of all replies together, as the providers counted them. */
    public Usage total() {
        return total;
    }

    /** Whether {@link #contextTokens()} is a guess because the provider counted nothing. */
    public boolean estimated() {
        return last.total() == 0;
    }

    /** Tokens the conversation takes in the context window. */
    public long contextTokens() {
        return estimated() ? personTokens() + modelTokens() + toolTokens() : last.total();
    }

    /** About how many tokens the person's messages have, from their length. */
    public long personTokens() {
        return TokenEstimate.tokens(personBytes);
    }

    /** About how many tokens the model's replies have, from their length. */
    public long modelTokens() {
        return TokenEstimate.tokens(modelBytes);
    }

    /** About how many tokens the outcomes of tool calls have, from their length. */
    public long toolTokens() {
        return TokenEstimate.tokens(toolBytes);
    }
}

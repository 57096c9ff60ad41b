package ai.zavora.core.session;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Role;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.ToolCall;
import java.time.Instant;

/**
 * Journal entries as JSON, without loss: an entry read back equals the one written, and JSON inside it keeps its member
 * order and the spelling of its numbers. Stateless.
 *
 * <p>The {@code type} names the body and its version, as in {@code user_message.v1}. Reading is strict: an unknown type,
 * version, part or field is refused with a SESSION error, because a history with a hole in it would be sent to a model
 * as if it were whole. So whoever adds a field to a body raises its version and keeps reading the old one. Instants are
 * kept in nanoseconds and must lie between the years 1677 and 2262.
 */
public final class EventCodec {
    /** An entry wraps values that were themselves allowed to be nested as deep as the reader allows. */
    private static final int DEPTH = Json.MAX_DEPTH + 16;

    /** How large an entry may be as JSON in UTF-8: so many that the heap of the launcher holds what reading it takes. */
    public static final int MAX_BYTES = 64 << 20;

    private EventCodec() {}

    /**
     * The entry as one line of JSON. Half a surrogate pair is no text and could be neither stored as UTF-8 nor read back:
     * U+FFFD takes its place.
     *
     * @throws ZavoraException INPUT, when it is larger than {@link #MAX_BYTES}
     */
    public static String write(Event event) {
        var json = json(event);
        if (!fits(json)) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "An event of more than " + (MAX_BYTES >> 20) + " MiB cannot be kept in a session.",
                    "Cut the message down to the part that matters.");
        }
        return json;
    }

    /** Whether {@link #write} takes it. */
    public static boolean fits(Event event) {
        return fits(json(event));
    }

    private static String json(Event event) {
        return replaceLoneSurrogates(Json.write(toJson(event)));
    }

    private static boolean fits(String json) {
        return json.length() <= MAX_BYTES / 3 || bytes(json) <= MAX_BYTES;
    }

    private static long bytes(String json) {
        var bytes = 0L;
        for (var i = 0; i < json.length(); i++) {
            var c = json.charAt(i);
            // a surrogate is half of a character of four bytes
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws ZavoraException SESSION, when the text is damaged or was written by a newer version
     */
    public static Event read(String text) {
        try {
            if (Json.parse(text, DEPTH) instanceof JsonValue.Obj object) {
                return fromJson(object);
            }
            throw new JsonException("a JSON object was expected");
        } catch (JsonException e) {
            throw new ZavoraException(
                    ErrorKind.SESSION,
                    "The session holds a damaged entry: " + e.getMessage() + ".",
                    SessionFailures.DAMAGE_HINT,
                    e);
        }
    }

    /** The entry as a JSON object; {@code seq} is left out while it is 0. */
    public static JsonValue.Obj toJson(Event event) {
        var out = JsonValue.object();
        if (event.seq() != 0) {
            out.put("seq", event.seq());
        }
        out.put("id", event.id()).put("at_unix_ns", nanos(event.at())).put("turn", event.turnId());
        return writeBody(out, event.body()).build();
    }

    /**
     * Reads what {@link #toJson} made.
     *
     * @throws ZavoraException SESSION, when a member is missing, of the wrong type, or unknown
     */
    public static Event fromJson(JsonValue.Obj stored) {
        var in = new Fields(stored);
        var seq = in.has("seq") ? in.number("seq") : 0;
        var id = in.text("id");
        var at = in.instant("at_unix_ns");
        var turn = in.text("turn");
        return new Event(seq, id, at, turn, in.done(readBody(in)));
    }

    private static JsonValue.ObjectBuilder writeBody(JsonValue.ObjectBuilder out, Event.Body body) {
        return switch (body) {
            case Event.UserMessage(var parts) ->
                out.put("type", "user_message.v1").put("parts", PartCodec.write(parts));
            case Event.AssistantMessage message -> writeAssistant(out.put("type", "assistant_message.v1"), message);
            case Event.ToolDecision(var callId, var tool, var decision, var reason) ->
                out.put("type", "tool_decision.v1")
                        .put("call_id", callId)
                        .put("tool", tool)
                        .put("decision", decision)
                        .put("reason", reason);
            case Event.ToolStarted(ToolCall(var id, var tool, var arguments)) ->
                out.put("type", "tool_started.v1")
                        .put("call_id", id)
                        .put("tool", tool)
                        .put("arguments", arguments);
            case Event.ToolFinished(var output) ->
                out.put("type", "tool_finished.v1").put("output", PartCodec.write(output));
            case Event.Compaction compaction -> writeCompaction(out, compaction);
            case Event.Imported(var author, var role, var parts, var original) ->
                out.put("type", "imported.v1")
                        .put("author", author)
                        .put("role", word(role))
                        .put("parts", PartCodec.write(parts))
                        .put("original", original);
            case Event.SessionState(var state) ->
                out.put("type", "session_state.v1").put("state", state);
            case Event.TurnCompleted() -> out.put("type", "turn_completed.v1");
            case Event.TurnAborted(var reason) ->
                out.put("type", "turn_aborted.v1").put("reason", reason);
        };
    }

    private static Event.Body readBody(Fields in) {
        var type = in.text("type");
        return switch (type) {
            case "user_message.v1" -> new Event.UserMessage(PartCodec.read(in.objects("parts")));
            case "assistant_message.v1" -> readAssistant(in);
            case "tool_decision.v1" ->
                new Event.ToolDecision(in.text("call_id"), in.text("tool"), in.text("decision"), in.text("reason"));
            case "tool_started.v1" ->
                new Event.ToolStarted(new ToolCall(in.text("call_id"), in.text("tool"), in.object("arguments")));
            case "tool_finished.v1" -> new Event.ToolFinished(PartCodec.readToolOutput(in.object("output")));
            case "compaction.v1" -> new Event.Compaction(in.text("summary"), in.number("through_seq"), Usage.NONE);
            case "compaction.v2" -> new Event.Compaction(in.text("summary"), in.number("through_seq"), readUsage(in));
            case "imported.v1" ->
                new Event.Imported(
                        in.text("author"),
                        role(in.text("role")),
                        PartCodec.read(in.objects("parts")),
                        in.object("original"));
            case "session_state.v1" -> new Event.SessionState(in.object("state"));
            case "turn_completed.v1" -> new Event.TurnCompleted();
            case "turn_aborted.v1" -> new Event.TurnAborted(in.text("reason"));
            default -> throw Fields.newer("the type \"" + type + "\"");
        };
    }

    private static JsonValue.ObjectBuilder writeAssistant(JsonValue.ObjectBuilder out, Event.AssistantMessage message) {
        out.put("parts", PartCodec.write(message.parts())).put("stop_reason", word(message.stopReason()));
        return writeUsage(out, message.usage())
                .put("provider", message.provider())
                .put("model", message.model());
    }

    private static Event.AssistantMessage readAssistant(Fields in) {
        return new Event.AssistantMessage(
                PartCodec.read(in.objects("parts")),
                stopReason(in.text("stop_reason")),
                readUsage(in),
                in.text("provider"),
                in.text("model"));
    }

    /** Without the tokens where none were counted, as of an imported one: so earlier versions read it, too. */
    private static JsonValue.ObjectBuilder writeCompaction(JsonValue.ObjectBuilder out, Event.Compaction compaction) {
        var usage = compaction.usage();
        var counted = !usage.equals(Usage.NONE);
        out.put("type", counted ? "compaction.v2" : "compaction.v1")
                .put("summary", compaction.summary())
                .put("through_seq", compaction.throughSeq());
        return counted ? writeUsage(out, usage) : out;
    }

    private static JsonValue.ObjectBuilder writeUsage(JsonValue.ObjectBuilder out, Usage usage) {
        return out.put("input_tokens", usage.inputTokens())
                .put("cache_read_tokens", usage.cacheReadTokens())
                .put("cache_write_tokens", usage.cacheWriteTokens())
                .put("output_tokens", usage.outputTokens())
                .put("reasoning_tokens", usage.reasoningTokens());
    }

    private static Usage readUsage(Fields in) {
        return new Usage(
                in.number("input_tokens"),
                in.number("cache_read_tokens"),
                in.number("cache_write_tokens"),
                in.number("output_tokens"),
                in.number("reasoning_tokens"));
    }

    private static String word(StopReason reason) {
        return switch (reason) {
            case COMPLETE -> "complete";
            case TOOL_USE -> "tool_use";
            case MAX_TOKENS -> "max_tokens";
            case CONTENT_FILTER -> "content_filter";
            case OTHER -> "other";
        };
    }

    private static StopReason stopReason(String word) {
        for (var reason : StopReason.values()) {
            if (word(reason).equals(word)) {
                return reason;
            }
        }
        throw Fields.newer("the stop reason \"" + word + "\"");
    }

    private static String word(Role role) {
        return switch (role) {
            case USER -> "user";
            case ASSISTANT -> "assistant";
            case TOOL -> "tool";
        };
    }

    private static Role role(String word) {
        for (var role : Role.values()) {
            if (word(role).equals(word)) {
                return role;
            }
        }
        throw Fields.newer("the role \"" + word + "\"");
    }

    private static long nanos(Instant at) {
        return Math.addExact(Math.multiplyExact(at.getEpochSecond(), Fields.NANOS), at.getNano());
    }

    private static String replaceLoneSurrogates(String json) {
        StringBuilder out = null;
        for (var i = 0; i < json.length(); i++) {
            var c = json.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < json.length() && Character.isLowSurrogate(json.charAt(i + 1))) {
                i++;
            } else {
                // rare: nearly every text stays as it is, without a copy
                out = out == null ? new StringBuilder(json) : out;
                out.setCharAt(i, '\uFFFD');
            }
        }
        return out == null ? json : out.toString();
    }
}

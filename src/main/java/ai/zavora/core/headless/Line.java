package ai.zavora.core.headless;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import java.util.List;

/**
 * What a line of the headless protocol says.
 *
 * @param type {@code init}, {@code message}, {@code tool_use}, {@code tool_result}, {@code agent}, {@code system},
 *     {@code result} or {@code error}; where a caller answers for tools, {@code approval_requested} and
 *     {@code approval_resolved}
 */
public record Line(String type, JsonValue.Obj data) {
    /** How many characters of a tool call's arguments or outcome are told. */
    private static final int MAX_DETAIL = 140;

    public Line {
        requireNonNull(type, "type is null");
        requireNonNull(data, "data is null");
    }

    /** The line every run begins with. */
    public static Line init() {
        return new Line(
                "init",
                JsonValue.object()
                        .put(
                                "capabilities",
                                JsonValue.of(List.of("message", "tool_use", "tool_result", "agent", "system")))
                        .build());
    }

    /** From here on, that author speaks. */
    public static Line agent(String name) {
        return new Line("agent", JsonValue.object().put("name", name).build());
    }

    /** A piece of the answer. */
    public static Line message(String author, String text) {
        return new Line(
                "message",
                JsonValue.object()
                        .put("role", "assistant")
                        .put("author", author)
                        .put("delta", text)
                        .build());
    }

    /** The model asks for a tool call. */
    public static Line toolUse(String callId, String tool, JsonValue input) {
        return new Line(
                "tool_use",
                JsonValue.object()
                        .put("call_id", callId)
                        .put("name", tool)
                        .put("detail", detail(input))
                        .build());
    }

    /** A tool call has its outcome. */
    public static Line toolResult(String callId, String tool, TurnEvent.Outcome outcome, JsonValue output) {
        return new Line(
                "tool_result",
                JsonValue.object()
                        .put("call_id", callId)
                        .put("name", tool)
                        .put("success", outcome == TurnEvent.Outcome.SUCCEEDED)
                        .put("detail", detail(output))
                        .build());
    }

    /** Something worth knowing beside the answer. */
    public static Line system(String message) {
        return new Line("system", JsonValue.object().put("message", message).build());
    }

    /** The value as text, cut with an ellipsis where it is too long. */
    private static String detail(JsonValue value) {
        var text = Json.write(value);
        if (text.codePointCount(0, text.length()) <= MAX_DETAIL) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_DETAIL - 1)) + "…";
    }
}

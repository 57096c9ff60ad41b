package ai.zavora.surface.server.completions;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import java.util.List;

/**
 * What a request may ask for in the Chat Completions API and gets no answer to here. Refused is what the answer would have
 * to be another one for. Settings of sampling, labels and whatever is unknown are left to the operator, and ignored.
 */
final class Unsupported {
    private static final String LEAVE_OUT = "Leave it out.";

    /** What is refused. */
    private static final List<Refused> REFUSED = List.of(
            new Refused("n", List.of(JsonValue.of(1))),
            new Refused("response_format", List.of(json("{\"type\":\"text\"}"))),
            new Refused("modalities", List.of(json("[\"text\"]"))),
            new Refused("logprobs", List.of(JsonValue.of(false))),
            new Refused("top_logprobs", List.of(JsonValue.of(0))),
            new Refused("stop", List.of()),
            new Refused("logit_bias", List.of()),
            new Refused("audio", List.of()),
            new Refused("web_search_options", List.of()));

    private static final List<String> CHOICES = List.of("none", "auto");

    /** @param harmless the values that ask for nothing, beside null and emptiness */
    private record Refused(String name, List<JsonValue> harmless) {}

    private Unsupported() {}

    /** @throws ai.zavora.surface.server.wire.ApiException 400, for what is refused */
    static void check(JsonValue.Obj body) {
        for (var refused : REFUSED) {
            var member = Member.of(body, refused.name());
            if (!member.isEmpty() && !refused.harmless().contains(member.value())) {
                throw member.unsupported(LEAVE_OUT);
            }
        }
        tools(Member.of(body, "tools"), Member.of(body, "tool_choice"));
        tools(Member.of(body, "functions"), Member.of(body, "function_call"));
    }

    /** Who offers tools waits for calls of them, and the agent has its own; where none may be called, none is missed. */
    private static void tools(Member tools, Member choice) {
        var chosen = choice.value() instanceof JsonValue.Str(var word) ? word : "";
        if (!choice.isMissing() && !CHOICES.contains(chosen)) {
            throw choice.unsupported("Leave it out, or send \"none\" or \"auto\": the agent uses its own tools.");
        }
        if (!tools.isEmpty() && !chosen.equals("none")) {
            throw tools.unsupported(
                    "The agent uses its own tools: leave these out, or choose none of them with \"none\".");
        }
    }

    private static JsonValue json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonException e) {
            throw new IllegalArgumentException(e);
        }
    }
}

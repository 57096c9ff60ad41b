package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.Turn.Speaker;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import java.util.ArrayList;
import java.util.List;

/** Writes a conversation out as the plain texts a local model was trained on. */
final class Conversation {

    private Conversation() {}

    /**
     * The messages as turns that strictly alternate and begin with the user's: many chat templates fail on anything
     * else, and a failing template ends the process.
     */
    static List<Turn> turns(List<Message> messages) {
        var turns = new ArrayList<Turn>();
        for (var message : messages) {
            var speaker = message.role() == Role.ASSISTANT ? Speaker.ASSISTANT : Speaker.USER;
            var text = text(message);
            if (text.isEmpty() && speaker == Speaker.ASSISTANT) {
                continue;
            }
            if (turns.isEmpty() && speaker == Speaker.ASSISTANT) {
                turns.add(new Turn(Speaker.USER, ""));
            }
            if (!turns.isEmpty() && turns.getLast().speaker() == speaker) {
                var before = turns.removeLast();
                turns.add(new Turn(speaker, before.text() + "\n\n" + text));
            } else {
                turns.add(new Turn(speaker, text));
            }
        }
        return turns;
    }

    private static String text(Message message) {
        var pieces = new ArrayList<String>();
        for (var part : message.parts()) {
            switch (part) {
                case Part.Text(var text) -> pieces.add(printable(text));
                case Part.Reasoning reasoning -> {
                    // what it thought is not part of what it said, and models are trained without it
                }
                case Part.ToolUse(var id, var name, var input, var data) -> pieces.add(call(name, input));
                case Part.ToolOutput(var id, var name, var output, var failed) -> pieces.add(output(name, output));
                case Part.Image image ->
                    throw new ModelException(
                            Reason.BAD_REQUEST,
                            "The local model reads text only, no images.",
                            "Leave the image out, or choose another provider with --provider.");
            }
        }
        return String.join("\n", pieces);
    }

    private static String call(String name, JsonValue input) {
        var call = JsonValue.object().put("name", name).put("arguments", input).build();
        return ToolOffer.OPEN + printable(Json.write(call)) + ToolOffer.CLOSE;
    }

    private static String output(String name, JsonValue.Obj output) {
        var answer = JsonValue.object().put("name", name).put("output", output).build();
        return "<tool_response>" + printable(Json.write(answer)) + "</tool_response>";
    }

    /** Without control characters: the engine's own JSON would break on them, and no model was trained with them. */
    static String printable(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .filter(c -> c >= ' ' || c == '\n' || c == '\t')
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}

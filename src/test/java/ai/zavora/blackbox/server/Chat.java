package ai.zavora.blackbox.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.util.ArrayList;
import java.util.List;

/** Requests for chat completions, and what their answers say. */
final class Chat {
    static final String PATH = "/v1/chat/completions";

    private Chat() {}

    /** A body with those members behind the model's. */
    static String body(String members) {
        return "{\"model\":\"zavora\"," + members + "}";
    }

    /** A body with one message of the user and further members, each behind a comma. */
    static String saying(String text, String more) {
        return body("\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more);
    }

    static Answer ask(ServedAgent agent, String body) throws InterruptedException {
        return agent.post(PATH, body);
    }

    /** The one choice of a completion or chunk. */
    static JsonValue.Obj choice(JsonValue.Obj document) {
        return (JsonValue.Obj) document.array("choices").getFirst();
    }

    static String content(Answer answer) {
        return choice(answer.json())
                .object("message")
                .flatMap(message -> message.string("content"))
                .orElseThrow(() -> new AssertionError(answer.text()));
    }

    /** The error as clients of OpenAI read it. */
    static JsonValue.Obj error(Answer answer) {
        return answer.json().object("error").orElseThrow(() -> new AssertionError(answer.text()));
    }

    /** The chunks of a stream, without the mark at its end. */
    static List<JsonValue.Obj> chunks(String stream) {
        return Events.of(stream.replace("data: [DONE]\n\n", "")).stream()
                .map(Events.Event::data)
                .toList();
    }

    /** What is said in chunks. */
    static String said(List<JsonValue.Obj> chunks) {
        var text = new ArrayList<String>();
        for (var chunk : chunks) {
            chunk.array("choices").forEach(choice -> ((JsonValue.Obj) choice)
                    .object("delta")
                    .flatMap(delta -> delta.string("content"))
                    .ifPresent(text::add));
        }
        return String.join("", text);
    }
}

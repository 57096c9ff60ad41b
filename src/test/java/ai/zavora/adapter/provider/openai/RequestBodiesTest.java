package ai.zavora.adapter.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.testing.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole request bodies: what a model is sent must show in a diff. */
class RequestBodiesTest {

    @Test
    void chatCompletions() {
        var body = new ChatRequest(CompatibleEndpoints.OPENAI.quirks()).body(Requests.full("m1"));
        Golden.check(RequestBodiesTest.class, "chat-request.json", Json.writePretty(body) + "\n");
    }

    @Test
    void chatCompletionsOfDeepSeekCarryTheReasoningBehindToolCalls() {
        var body = new ChatRequest(CompatibleEndpoints.DEEPSEEK.quirks()).body(Requests.full("m1"));
        assertThat(Json.write(body))
                .contains("\"content\":\"Let me look.\",\"reasoning_content\":\"lostA clock.\",\"tool_calls\":[");
    }

    @Test
    void groqNamesTheLimitAsOpenAiDoesNow() {
        var body = new ChatRequest(CompatibleEndpoints.GROQ.quirks()).body(Requests.full("m1"));
        assertThat(body.integer("max_completion_tokens")).hasValue(100);
        assertThat(body.get("max_tokens")).isEmpty();
    }

    @Test
    void responses() {
        var body = ResponsesRequest.body(Requests.full("gpt-5.4"));
        Golden.check(RequestBodiesTest.class, "responses-request.json", Json.writePretty(body) + "\n");
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-5.4-mini-2026-03-17, true",
        "o3-2025-04-16, true",
        "gpt-5-chat-latest, false",
        "gpt-4.1, false",
        "ft:gpt-4o-mini:acme, false",
        "unheard-of, true"
    })
    void onlyReasoningModelsAreAskedForEncryptedReasoningAndShownIt(String model, boolean asked) {
        var body = ResponsesRequest.body(Requests.full(model));
        assertThat(body.get("include").isPresent()).isEqualTo(asked);
        assertThat(Json.write(body).contains("\"encrypted_content\":")).isEqualTo(asked);
    }
}

package ai.zavora.adapter.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.testing.ModelClientContract;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatCompletionsClientTest extends ModelClientContract {

    @Override
    protected ModelClient open(ProviderSettings settings) {
        return new ChatCompletionsClient(CompatibleEndpoints.OPENAI, settings);
    }

    @Override
    protected Wire wire() {
        return Wire.OPENAI_CHAT;
    }

    @ParameterizedTest
    @CsvSource({
        "openai, /v1, /v1/chat/completions",
        "openai, /proxy/v1/, /proxy/v1/chat/completions",
        "deepseek, '', /chat/completions",
        "deepseek, /v1, /v1/chat/completions",
        "groq, '', /openai/v1/chat/completions",
        "groq, /, /openai/v1/chat/completions",
        "groq, /openai/v1, /openai/v1/chat/completions"
    })
    void theBaseUrlIsTakenAsItsVendorTakesIt(String id, String base, String path) throws InterruptedException {
        var endpoint = CompatibleEndpoints.ALL.stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .orElseThrow();
        try (var elsewhere = ModelServer.start().reply(Reply.text("hi"));
                var client = new ChatCompletionsClient(endpoint, settings(elsewhere.baseUrl() + base, PATIENT))) {
            client.generate(Requests.plain("m1"), delta -> {});
            assertThat(elsewhere.lastRequest().path()).isEqualTo(path);
        }
    }

    @Test
    void rowsAreTheProvidersWeName() {
        assertThat(CompatibleEndpoints.ALL)
                .extracting(CompatibleEndpoint::id)
                .containsExactly("openai", "deepseek", "groq");
    }
}

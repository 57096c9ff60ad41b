package ai.zavora.adapter.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ModelSettings;
import ai.zavora.base.config.NetworkSettings;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenAiTest {

    static ProviderSettings settings(Optional<String> baseUrl) {
        return new ProviderSettings(
                Optional.of(new Secret("x")),
                baseUrl,
                ModelLimits.DEFAULT,
                NetworkSettings.DIRECT,
                Path.of("models"),
                ModelSettings.OpenAiApi.AUTO);
    }

    @Test
    void aCompatibleServerIsAskedForChatCompletions() throws Exception {
        try (var server = ModelServer.start().reply(Reply.text("Hel", "lo"));
                var client = OpenAi.open(settings(Optional.of(server.baseUrl(Wire.OPENAI_CHAT))))) {
            var deltas = new ArrayList<ModelDelta>();
            var request = new ModelRequest(
                    "m", Optional.empty(), List.of(Message.user("hello")), List.of(), OptionalInt.empty());
            assertThat(client.generate(request, deltas::add).text()).isEqualTo("Hello");
            assertThat(deltas).containsExactly(new ModelDelta.Text("Hel"), new ModelDelta.Text("lo"));
            assertThat(server.lastRequest().path()).isEqualTo("/v1/chat/completions");
            assertThat(server.lastRequest().header("authorization")).contains("Bearer x");
        }
    }

    @Test
    void theProtocolCanBeChosen() {
        var gateway = settings(Optional.of("https://gateway.example/v1"));
        var responses = new ProviderSettings(
                gateway.apiKey(),
                gateway.baseUrl(),
                gateway.limits(),
                gateway.network(),
                gateway.modelFolder(),
                ModelSettings.OpenAiApi.RESPONSES);
        try (var client = OpenAi.open(responses)) {
            assertThat(client).isInstanceOf(ResponsesClient.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        ", true",
        "https://api.openai.com/v1, true",
        "https://eu.api.openai.com/v1, true",
        "https://gateway.example/v1, false",
        "https://api.openai.com.example/v1, false"
    })
    void onlyOpenAiItselfIsAskedForResponses(String baseUrl, boolean responses) {
        try (var client = OpenAi.open(settings(Optional.ofNullable(baseUrl)))) {
            assertThat(client).isInstanceOf(responses ? ResponsesClient.class : ChatCompletionsClient.class);
        }
    }
}

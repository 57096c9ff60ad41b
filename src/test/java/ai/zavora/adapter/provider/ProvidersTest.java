package ai.zavora.adapter.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProvidersTest {

    @Test
    void findsAProviderInAnyCaseOfLetters() {
        assertThat(Providers.named(" Anthropic ")).map(ModelProvider::id).contains("anthropic");
        assertThat(Providers.named("auto")).isEmpty();
    }

    @Test
    void listsProvidersInTheOrderOfDetection() {
        assertThat(Providers.all())
                .extracting(ModelProvider::id)
                .startsWith("openai", "anthropic", "gemini", "deepseek", "groq", "ollama");
    }

    @Test
    void everyDefaultModelPassesItsOwnCheckAndIsInTheCatalogue() {
        for (var provider : Providers.all()) {
            assertThatCode(() -> Providers.checkModel(provider, provider.workerModel()))
                    .doesNotThrowAnyException();
            assertThatCode(() -> Providers.checkModel(provider, provider.plannerModel()))
                    .doesNotThrowAnyException();
            for (CatalogModel row : provider.catalog()) {
                assertThat(row.contextWindow()).isEqualTo(provider.contextWindow(row.id()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-opus-4-6, 1000000",
        "anthropic, claude-sonnet-4-20250514, 1000000",
        "anthropic, claude-3-5-haiku-latest, 200000",
        "anthropic, claude-next, 1000000",
        "gemini, gemini-3-pro, 1048576",
        "gemini, anything, 1048576",
        "openai, gpt-5.6-sol, 400000",
        "openai, gpt-5-tomorrow, 400000",
        "openai, gpt-4.1-mini, 1000000",
        "openai, o3-mini, 200000",
        "openai, ft:mine, 1000000",
        "deepseek, deepseek-reasoner, 128000",
        "groq, llama-3.3-70b-versatile, 131072",
        "groq, deepseek-r1-distill-llama-70b, 128000",
        "ollama, llama4, 128000"
    })
    void knowsTheWindowOfFamiliesAndOfTheUnknown(String provider, String model, long tokens) {
        assertThat(provider(provider).contextWindow(model)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, gemini-2.5-flash, Gemini",
        "gemini, claude-next, Anthropic",
        "anthropic, gpt-5-tomorrow, OpenAI",
        "openai, deepseek-chat, DeepSeek",
        "openai, llama-3.3-70b-versatile, Groq",
        "openai, qwen2.5-coder, Ollama",
        "deepseek, o3, OpenAI",
        "groq, claude-next, Anthropic",
        "ollama, claude-opus-4-6, Anthropic"
    })
    void refusesAModelOfAnotherProviderAndNamesBoth(String provider, String model, String owner) {
        assertThatThrownBy(() -> Providers.checkModel(provider(provider), model))
                .isInstanceOfSatisfying(ZavoraException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                    assertThat(e.getMessage())
                            .contains(model, owner, provider(provider).displayName());
                });
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, claude-brand-new",
        "anthropic, my-gateway-model",
        "gemini, tunedModels/mine",
        "openai, ft:mine",
        "openai, omni",
        "deepseek, deepseek-r1-distill-llama-70b",
        "groq, openai/gpt-oss-120b",
        "groq, gpt-oss-20b",
        "ollama, gemini-3-flash-preview",
        "ollama, gpt-oss:20b",
        "ollama, deepseek-r1:8b"
    })
    void letsUnknownNamesPass(String provider, String model) {
        assertThatCode(() -> Providers.checkModel(provider(provider), model)).doesNotThrowAnyException();
    }

    @Test
    void refusesARetiredModelAndSaysSinceWhen() {
        assertThatThrownBy(() -> Providers.checkModel(provider("openai"), "gpt-4.5-preview-2025-02-27"))
                .isInstanceOfSatisfying(ZavoraException.class, e -> {
                    assertThat(e.kind()).isEqualTo(ErrorKind.INPUT);
                    assertThat(e.getMessage()).contains("2025-07-14");
                });
    }

    @Test
    void refusesABlankName() {
        assertThatThrownBy(() -> Providers.checkModel(provider("gemini"), " "))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
    }

    private static ModelProvider provider(String name) {
        return Providers.named(name).orElseThrow();
    }
}

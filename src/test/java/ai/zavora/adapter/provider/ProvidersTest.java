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
        "ollama, llama4, 128000"
    })
    void knowsTheWindowOfFamiliesAndOfTheUnknown(String provider, String model, long tokens) {
        assertThat(provider(provider).contextWindow(model)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic, gemini-2.5-flash, Gemini",
        "gemini, claude-next, Anthropic",
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
        "ollama, gemini-3-flash-preview",
        "ollama, gpt-oss:20b",
        "ollama, deepseek-r1:8b"
    })
    void letsUnknownNamesPass(String provider, String model) {
        assertThatCode(() -> Providers.checkModel(provider(provider), model)).doesNotThrowAnyException();
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

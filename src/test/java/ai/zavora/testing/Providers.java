package ai.zavora.testing;

import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelProvider;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Providers for tests that never open a client. */
public final class Providers {
    private Providers() {}

    /** Two providers that a chat can choose from; the first has a retired model, too. */
    public static List<ModelProvider> two() {
        return List.of(
                provider(
                        "openai",
                        model("gpt-large", Optional.of("1M"), Optional.empty()),
                        model("gpt-small", Optional.of("10M"), Optional.empty()),
                        model("gpt-old", Optional.empty(), Optional.of("2026-01-01"))),
                provider("anthropic", model("claude-quick", Optional.empty(), Optional.empty())));
    }

    private static ModelProvider provider(String id, CatalogModel... models) {
        return new ModelProvider(
                id,
                id.toUpperCase(Locale.ROOT),
                Optional.of(id.toUpperCase(Locale.ROOT) + "_API_KEY"),
                Optional.empty(),
                models[0].id(),
                models[0].id(),
                List.of(models),
                _ -> 1_000,
                _ -> {
                    throw new AssertionError("no client is opened in this test");
                });
    }

    private static CatalogModel model(String id, Optional<String> pool, Optional<String> retiredOn) {
        return new CatalogModel(id, "worker", "About " + id, 1_000, pool, retiredOn);
    }
}

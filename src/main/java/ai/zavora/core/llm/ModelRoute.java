package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

/**
 * Where requests go.
 *
 * @param provider the provider's lowercase name
 * @param model the model's name as that provider spells it
 */
public record ModelRoute(String provider, String model) {
    public ModelRoute {
        requireNonNull(provider, "provider is null");
        requireNonNull(model, "model is null");
    }
}

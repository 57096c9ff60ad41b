package ai.zavora.base.config;

import java.util.Optional;

/**
 * What was asked for: a provider and perhaps a model.
 *
 * @param provider a provider's lowercase name, or {@code auto}
 * @param layer where the provider was given
 * @param model empty for the provider's default
 */
public record RouteChoice(String provider, Layer layer, Optional<String> model) {}

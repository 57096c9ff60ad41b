package ai.zavora.adapter.provider;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.CatalogModel;
import ai.zavora.core.llm.ModelProvider;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Catches model names that cannot be meant for the chosen provider. A name that nobody is known to own is fine: models
 * appear faster than catalogues. Pure.
 */
final class ModelNames {

    /** Beginnings by which a vendor's names are told; a vendor's own names win over those of others. */
    private static final Map<String, List<String>> PREFIXES = Map.of(
            "openai", List.of("gpt-", "o1", "o3", "o4", "codex-", "chatgpt-"),
            "anthropic", List.of("claude"),
            "gemini", List.of("gemini"),
            "deepseek", List.of("deepseek"),
            "groq", List.of("deepseek-r1-distill-"));

    /** OpenAI's open models are served by others, not by OpenAI. */
    private static final String OPEN_WEIGHTS = "gpt-oss";

    private final List<ModelProvider> providers;

    ModelNames(List<ModelProvider> providers) {
        this.providers = providers;
    }

    /**
     * @param chosen where the name would be sent, at its own address
     * @throws ZavoraException of kind INPUT when the name is blank, retired, or another provider's
     */
    void check(ModelProvider chosen, String model) {
        if (model.isBlank()) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The model's name for " + chosen.displayName() + " is empty.",
                    "Leave --model out to use " + chosen.workerModel() + ".");
        }
        row(chosen, model).flatMap(CatalogModel::retiredOn).ifPresent(day -> {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The model " + model + " of " + chosen.displayName() + " was retired on " + day + ".",
                    "Choose another one; `zavora-cli models` lists them.");
        });
        if (row(chosen, model).isPresent() || hasPrefix(chosen, model)) {
            return;
        }
        providers.stream()
                .filter(other -> !other.id().equals(chosen.id()))
                .filter(other -> row(other, model).isPresent() || (tellsOwner(chosen) && hasPrefix(other, model)))
                .findFirst()
                .ifPresent(owner -> {
                    throw new ZavoraException(
                            ErrorKind.INPUT,
                            "The model " + model + " belongs to " + owner.displayName() + ", but the provider is "
                                    + chosen.displayName() + ".",
                            "Choose --provider " + owner.id() + ", or a model of " + chosen.displayName() + " such as "
                                    + chosen.workerModel() + ".");
                });
    }

    /** Where users name their models themselves, a name's beginning says nothing. */
    private static boolean tellsOwner(ModelProvider chosen) {
        return PREFIXES.containsKey(chosen.id());
    }

    private static Optional<CatalogModel> row(ModelProvider provider, String model) {
        return provider.catalog().stream()
                .filter(entry -> entry.id().equalsIgnoreCase(model))
                .findFirst();
    }

    private static boolean hasPrefix(ModelProvider provider, String model) {
        return !model.startsWith(OPEN_WEIGHTS)
                && PREFIXES.getOrDefault(provider.id(), List.of()).stream().anyMatch(model::startsWith);
    }
}

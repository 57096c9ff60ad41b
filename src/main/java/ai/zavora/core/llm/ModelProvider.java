package ai.zavora.core.llm;

import ai.zavora.base.config.ProviderSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A provider of models: what it is called, what it offers, and how to talk to it.
 *
 * @param id its lowercase name
 * @param displayName its name for people
 * @param credentialVariable the environment variable that holds its key; empty where it needs none
 * @param baseUrlVariable the environment variable that replaces its address; empty where there is none
 * @param workerModel the model used when none is asked for
 * @param plannerModel the model that plans when none is asked for
 * @param catalog the models we know by name; may be empty
 * @param fallbackWindow the context window, in tokens, of a model that is not in the catalogue
 * @param opener opens a client; the caller closes it
 */
public record ModelProvider(
        String id,
        String displayName,
        Optional<String> credentialVariable,
        Optional<String> baseUrlVariable,
        String workerModel,
        String plannerModel,
        List<CatalogModel> catalog,
        long fallbackWindow,
        Function<ProviderSettings, ModelClient> opener) {
    public ModelProvider {
        catalog = List.copyOf(catalog);
    }

    /** The context window of a model, in tokens. */
    public long contextWindow(String model) {
        return catalog.stream()
                .filter(entry -> entry.id().equals(model))
                .mapToLong(CatalogModel::contextWindow)
                .findFirst()
                .orElse(fallbackWindow);
    }
}

package ai.zavora.core.llm;

import ai.zavora.base.config.ProviderSettings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;

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
 * @param windows the context window, in tokens, of a model by its name, in the catalogue or not
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
        ToLongFunction<String> windows,
        Function<ProviderSettings, ModelClient> opener) {
    public ModelProvider {
        catalog = List.copyOf(catalog);
    }

    /** The context window of a model, in tokens. */
    public long contextWindow(String model) {
        return windows.applyAsLong(model);
    }
}

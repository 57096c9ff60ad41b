package ai.zavora.surface.cli.setup;

import ai.zavora.core.credential.Credentials;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.ProviderProbe;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a setup works with.
 *
 * @param providers all of them, in the order of the menu
 * @param library the models of this machine
 * @param probe looks whether a provider is there and takes a key
 * @param modelCheck throws when a model is known not to be the provider's
 * @param echo hides what is typed
 */
public record SetupMeans(
        List<ModelProvider> providers,
        ModelLibrary library,
        Credentials credentials,
        ProviderProbe probe,
        Consumer<ModelRoute> modelCheck,
        Echo echo) {
    public SetupMeans {
        providers = List.copyOf(providers);
    }

    /** The provider of that name, which must be one. */
    ModelProvider provider(String id) {
        return providers.stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}

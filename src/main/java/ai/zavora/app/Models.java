package ai.zavora.app;

import ai.zavora.adapter.provider.Providers;
import ai.zavora.adapter.provider.ollama.OllamaServer;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Pacing;
import ai.zavora.core.llm.RetryingModelClient;
import ai.zavora.core.llm.RouteResolver;
import java.util.List;
import java.util.Optional;

/** The models of this run: which one to use under the settings, and how to open it. */
final class Models {

    private final Settings settings;
    private final ModelLibrary library;

    Models(Settings settings, ModelLibrary library) {
        this.settings = settings;
        this.library = library;
    }

    /** The route the settings ask for. */
    ModelRoute resolve() {
        var choice = settings.model().worker();
        return resolve(choice.provider(), choice.model());
    }

    /**
     * The route for a provider and model.
     *
     * @throws ZavoraException when they do not fit each other, or nothing is configured
     */
    ModelRoute resolve(String provider, Optional<String> model) {
        var route = new RouteResolver(Providers.all(), new Surroundings()).resolve(provider, model);
        var named = provider(route);
        if (settings.provider(named.id()).baseUrl().isEmpty()) {
            Providers.checkModel(named, route.model());
        }
        return route;
    }

    /** Opens a client that retries. Touches the network only when used. */
    ModelClient open(ModelRoute route) {
        var provider = provider(route);
        var access = settings.provider(provider.id());
        if (provider.credentialVariable().isPresent() && access.apiKey().isEmpty()) {
            throw new ZavoraException(
                    ErrorKind.PROVIDER,
                    "there is no API key for " + provider.displayName(),
                    "Set " + provider.credentialVariable().get() + ", or choose another provider with --provider.");
        }
        return new RetryingModelClient(provider.opener().apply(access), access.limits(), Pacing.real(Thread::sleep));
    }

    /** The longest prompt in characters: as configured, else what the model's window can hold at 4 for a token. */
    long maxPromptChars(ModelRoute route) {
        var configured = settings.model().maxPromptChars();
        return configured.isPresent()
                ? configured.getAsInt()
                : 4 * provider(route).contextWindow(route.model());
    }

    private static ModelProvider provider(ModelRoute route) {
        return Providers.all().stream()
                .filter(provider -> provider.id().equals(route.provider()))
                .findFirst()
                .orElseThrow();
    }

    /** What is there to choose from on this machine. */
    private final class Surroundings implements RouteResolver.Surroundings {
        @Override
        public boolean hasCredential(ModelProvider provider) {
            return settings.provider(provider.id()).apiKey().isPresent();
        }

        @Override
        public Optional<List<String>> ollamaModels() {
            try {
                return OllamaServer.installedModels(settings.provider("ollama"));
            } catch (InterruptedException e) {
                // the choice is not the place to stop; whoever waits next sees the interrupt
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public List<String> localModels() {
            return library.installed().stream()
                    .map(ModelLibrary.Installed::name)
                    .toList();
        }
    }
}

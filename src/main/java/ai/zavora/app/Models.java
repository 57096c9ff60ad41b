package ai.zavora.app;

import ai.zavora.adapter.provider.Providers;
import ai.zavora.adapter.provider.ollama.OllamaServer;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.RouteChoice;
import ai.zavora.base.config.Secret;
import ai.zavora.base.config.Settings;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.Wording;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.KeyLike;
import ai.zavora.core.credential.Credentials;
import ai.zavora.core.credential.VaultProblem;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelLibrary;
import ai.zavora.core.llm.ModelProvider;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Pacing;
import ai.zavora.core.llm.RetryingModelClient;
import ai.zavora.core.llm.RouteResolver;
import ai.zavora.core.llm.TokenEstimate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The models of this run: which one to use under the settings, and how to open it. */
final class Models {

    private final Settings settings;
    private final Supplier<ModelLibrary> library;
    private final Credentials credentials;

    Models(Settings settings, Supplier<ModelLibrary> library, Credentials credentials) {
        this.settings = settings;
        this.library = library;
        this.credentials = credentials;
    }

    /** The route the settings ask for; empty when they leave the choice to us and nothing is configured. */
    Optional<ModelRoute> find() throws InterruptedException {
        return reachable(settings.model().worker()).map(this::checked);
    }

    /**
     * Where requests would go, an Ollama that answers included, whether or not they could be sent there; empty when the
     * choice is ours and nothing is configured.
     *
     * @throws ZavoraException INPUT, when the model looks like a key
     */
    Optional<ModelRoute> reachable(RouteChoice choice) throws InterruptedException {
        var route = resolver(Reach.ONLINE).find(choice.provider(), choice.model());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        route.ifPresent(Models::refuseKey);
        return route;
    }

    /**
     * The route for a provider and model.
     *
     * @throws ZavoraException when they do not fit each other, or nothing is configured
     */
    ModelRoute resolve(String provider, Optional<String> model) {
        return checked(resolver(Reach.ONLINE).resolve(provider, model));
    }

    /**
     * The route itself.
     *
     * @throws ZavoraException INPUT, when the model is known not to be the provider's, or its name looks like a key, which
     *     must not be sent as anything else
     */
    ModelRoute checked(ModelRoute route) {
        refuseKey(route);
        if (settings.provider(route.provider()).baseUrl().isEmpty()) {
            Providers.checkModel(provider(route), route.model());
        }
        return route;
    }

    /** A key is neither sent as a model nor shown or recorded as one. */
    private static void refuseKey(ModelRoute route) {
        if (KeyLike.test(route.model())) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "What is given as the model looks like a key, and is not used.",
                    "Give the model's name with --model, and the key to 'zavora-cli setup --key-stdin'.");
        }
    }

    private RouteResolver resolver(Reach reach) {
        return new RouteResolver(Providers.all(), new Surroundings(reach));
    }

    /**
     * A client that is open, and the key it was opened with.
     *
     * @param key empty where the provider needs none
     */
    record Opened(ModelClient client, Optional<Secret> key) {}

    /**
     * Opens a client that retries. Touches the network only when used.
     *
     * @throws ZavoraException PROVIDER, when a key is needed and there is none
     */
    Opened open(ModelRoute route) throws InterruptedException {
        return opened(provider(route), requireKey(route));
    }

    /**
     * Opens another client for the same route where its provider's key is another one by now; empty where it is not.
     *
     * @throws ZavoraException PROVIDER, when a key is needed and there is none any more
     */
    Optional<Opened> openAgain(ModelRoute route, Opened before) throws InterruptedException {
        var access = requireKey(route);
        return access.apiKey().equals(before.key()) ? Optional.empty() : Optional.of(opened(provider(route), access));
    }

    private Opened opened(ModelProvider provider, ProviderSettings access) {
        var plain = provider.opener().apply(access);
        var key = access.apiKey();
        var watched = key.isPresent() ? new KeyWatch(plain, () -> credentials.refused(provider, key.get())) : plain;
        return new Opened(new RetryingModelClient(watched, access.limits(), Pacing.real(Thread::sleep)), key);
    }

    /**
     * What a client of the route's provider is opened with.
     *
     * @throws ZavoraException PROVIDER, when a key is needed and there is none
     */
    ProviderSettings requireKey(ModelRoute route) throws InterruptedException {
        var provider = provider(route);
        var access = credentials.access(provider);
        if (provider.credentialVariable().isPresent() && access.apiKey().isEmpty()) {
            throw noKey(provider);
        }
        return access;
    }

    private ZavoraException noKey(ModelProvider provider) {
        var none = "There is no API key for " + provider.displayName();
        var problem = credentials.vaultProblem(provider);
        return new ZavoraException(
                ErrorKind.PROVIDER,
                new Wording(
                        none + (problem.isPresent() ? " that could be read." : "."),
                        none + VaultProblem.andTold(problem) + "."),
                "Set " + provider.credentialVariable().orElseThrow()
                        + ", store a key with `zavora-cli setup`, or choose another provider with --provider.");
    }

    /**
     * Refuses a prompt that cannot be answered: one over the configured limit, or else one that the model's window cannot
     * hold at {@value TokenEstimate#BYTES_PER_TOKEN} bytes for a token, even if each character is one byte.
     */
    void checkLength(ModelRoute route, String prompt) {
        var configured = settings.model().maxPromptChars();
        var most = configured.isPresent() ? configured.getAsInt() : TokenEstimate.BYTES_PER_TOKEN * window(route);
        var length = prompt.codePointCount(0, prompt.length());
        if (length > most) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The prompt has " + length + " characters; " + most + " are the most that "
                            + (configured.isPresent() ? "the settings allow" : "fit the window of " + route.model())
                            + ".",
                    "Cut it down, use a model with a larger window, or set --max-prompt-chars.");
        }
    }

    /**
     * Where requests would go, as far as that is known without asking the network; empty for no idea.
     *
     * @throws ZavoraException INPUT, when the model looks like a key
     */
    Optional<ModelRoute> known(RouteChoice choice) {
        var route = resolver(Reach.OFFLINE).find(choice.provider(), choice.model());
        route.ifPresent(Models::refuseKey);
        return route;
    }

    /** Where planning requests would go, as far as {@link #known} tells; the provider's planning model where none is set. */
    Optional<ModelRoute> knownPlanner() {
        var choice = settings.model().planner();
        return known(choice)
                .map(route -> choice.model().isPresent()
                        ? route
                        : new ModelRoute(route.provider(), provider(route).plannerModel()));
    }

    /** Whether the choice may ask a server on the network. */
    private enum Reach {
        ONLINE,
        OFFLINE
    }

    /** The context window of the model, in tokens. */
    long window(ModelRoute route) {
        return provider(route).contextWindow(route.model());
    }

    private static ModelProvider provider(ModelRoute route) {
        return Providers.named(route.provider()).orElseThrow();
    }

    /** What is there to choose from on this machine. */
    private final class Surroundings implements RouteResolver.Surroundings {
        private final Reach reach;

        Surroundings(Reach reach) {
            this.reach = reach;
        }

        @Override
        public boolean hasVariable(ModelProvider provider) {
            return credentials.inEnvironment(provider);
        }

        @Override
        public boolean hasCredential(ModelProvider provider) {
            try {
                return credentials.source(provider).isPresent();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public Optional<List<String>> ollamaModels() {
            if (reach == Reach.OFFLINE) {
                return Optional.empty();
            }
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
            return library.get().installed().stream()
                    .map(ModelLibrary.Installed::name)
                    .toList();
        }
    }
}

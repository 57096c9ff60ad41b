package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Decides which provider and model answer. One provider's model name is never sent to another. */
public final class RouteResolver {

    /** The provider name that leaves the choice to us. */
    public static final String AUTO = "auto";

    /** The provider of models that run in the process. */
    public static final String LOCAL = "local";

    private static final String OLLAMA = "ollama";
    private static final String MODEL_FILE = ".gguf";

    private final List<ModelProvider> providers;
    private final Surroundings surroundings;

    /** @param providers in the order in which credentials decide */
    public RouteResolver(List<ModelProvider> providers, Surroundings surroundings) {
        this.providers = List.copyOf(providers);
        this.surroundings = requireNonNull(surroundings, "surroundings is null");
    }

    /** What decides when no provider was named. Asked only then, and only as far as needed. */
    public interface Surroundings {
        /** Whether an environment variable holds a key for that provider: a look that costs nothing. */
        boolean hasVariable(ModelProvider provider);

        /** Whether there is a key for that provider, wherever it is kept. */
        boolean hasCredential(ModelProvider provider);

        /** The models an Ollama server on this machine offers; empty when none answers. */
        Optional<List<String>> ollamaModels();

        /** The names of the local models that are installed. */
        List<String> localModels();
    }

    /**
     * The provider and model to use.
     *
     * @param provider a provider's name or {@link #AUTO}
     * @param model the model asked for; empty for the provider's default
     * @throws ZavoraException INPUT for a provider we do not know; PROVIDER when nothing at all is configured
     */
    public ModelRoute resolve(String provider, Optional<String> model) {
        return find(provider, model).orElseThrow(RouteResolver::nothingConfigured);
    }

    /**
     * The provider and model to use; empty when the choice is ours and nothing at all is configured.
     *
     * @throws ZavoraException INPUT for a provider we do not know
     */
    public Optional<ModelRoute> find(String provider, Optional<String> model) {
        if (!provider.equals(AUTO)) {
            return Optional.of(route(named(provider), model));
        }
        if (model.isPresent() && model.get().endsWith(MODEL_FILE)) {
            return Optional.of(route(named(LOCAL), model));
        }
        var credentialed = first(surroundings::hasVariable).or(() -> first(surroundings::hasCredential));
        if (credentialed.isPresent()) {
            return Optional.of(route(credentialed.get(), model));
        }
        var ollama = surroundings.ollamaModels();
        if (ollama.isPresent()) {
            return Optional.of(ollamaRoute(model, ollama.get()));
        }
        var local = surroundings.localModels();
        if (local.isEmpty()) {
            return Optional.empty();
        }
        var preferred = named(LOCAL).workerModel();
        return Optional.of(
                new ModelRoute(LOCAL, model.orElse(local.contains(preferred) ? preferred : local.getFirst())));
    }

    private Optional<ModelProvider> first(Predicate<ModelProvider> credentialed) {
        for (var candidate : providers) {
            if (candidate.credentialVariable().isPresent() && credentialed.test(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /** The error of a run for which nothing is configured: it lists every way out. */
    public static ZavoraException nothingConfigured() {
        return new ZavoraException(
                ErrorKind.PROVIDER,
                "No model provider is configured: there is no API key, no Ollama server answers, and no local model is"
                        + " installed.",
                "Set one of OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY, DEEPSEEK_API_KEY, GROQ_API_KEY, or store a key with `zavora-cli setup`; or start"
                        + " Ollama (OLLAMA_HOST if it is elsewhere); or run a model in this program with"
                        + " --provider local, which fetches it once; or name a model file with --model FILE.gguf.");
    }

    /** The provider of that name. */
    public ModelProvider named(String id) {
        return providers.stream()
                .filter(provider -> provider.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new ZavoraException(
                        ErrorKind.INPUT,
                        "There is no provider named '" + id + "'.",
                        "Use one of " + AUTO + ", "
                                + String.join(
                                        ", ",
                                        providers.stream()
                                                .map(ModelProvider::id)
                                                .toList())
                                + "."));
    }

    private static ModelRoute route(ModelProvider provider, Optional<String> model) {
        return new ModelRoute(provider.id(), model.orElse(provider.workerModel()));
    }

    /** Ollama has no model of its own: the default is only good when it was pulled there. */
    private ModelRoute ollamaRoute(Optional<String> model, List<String> offered) {
        var preferred = named(OLLAMA).workerModel();
        var usual = offered.stream()
                .filter(name -> name.equals(preferred) || name.startsWith(preferred + ":"))
                .findFirst()
                .or(() -> offered.stream().findFirst());
        return new ModelRoute(OLLAMA, model.or(() -> usual).orElse(preferred));
    }
}

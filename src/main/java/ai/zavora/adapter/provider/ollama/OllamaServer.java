package ai.zavora.adapter.provider.ollama;

import ai.zavora.adapter.provider.http.ModelTransport;
import ai.zavora.adapter.provider.http.ProbeCall;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ProbeResult;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks an Ollama server whether it is there and what it has, without waiting long. */
public final class OllamaServer {

    /** A server that does not answer within this time counts as absent: people wait for the choice of a provider. */
    private static final Duration LIMIT = Duration.ofMillis(800);

    private OllamaServer() {}

    /**
     * The models installed on the server, in its order; empty when no Ollama server answers within 0.8 seconds.
     *
     * @param settings the base URL is taken in every form that {@code OLLAMA_HOST} may have
     * @throws ai.zavora.base.error.ZavoraException when that address is none
     */
    public static Optional<List<String>> installedModels(ProviderSettings settings) throws InterruptedException {
        var look = look(settings);
        try (var transport = transport(settings)) {
            var answer = transport.get(look.uri(), look.headers(), LIMIT);
            // another kind of server on that port may answer too, but not with this member
            return answer.get("models").map(models -> look.names(answer));
        } catch (ModelException absent) {
            return Optional.empty();
        }
    }

    /** One look at the installed models, as {@link ai.zavora.core.llm.ProviderProbe} describes it. */
    public static ProbeResult probe(ProviderSettings settings) throws InterruptedException {
        try (var transport = transport(settings)) {
            return look(settings).send(transport, settings);
        }
    }

    /** What carries calls to the server; the caller closes it. */
    static ModelTransport transport(ProviderSettings settings) {
        return new ModelTransport("Ollama", Optional.empty(), settings, OllamaErrors::reason);
    }

    private static ProbeCall look(ProviderSettings settings) {
        var tags = URI.create(OllamaHost.parse(settings.baseUrl().orElse(OllamaHost.DEFAULT)) + "/api/tags");
        return new ProbeCall(tags, headers(settings), "models", "name");
    }

    static Map<String, String> headers(ProviderSettings settings) {
        return settings.apiKey()
                .map(key -> Map.of("Authorization", "Bearer " + key.reveal()))
                .orElse(Map.of());
    }
}

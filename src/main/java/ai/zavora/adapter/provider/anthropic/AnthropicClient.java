package ai.zavora.adapter.provider.anthropic;

import ai.zavora.adapter.provider.http.BaseUrl;
import ai.zavora.adapter.provider.http.Framing;
import ai.zavora.adapter.provider.http.ModelCall;
import ai.zavora.adapter.provider.http.ModelTransport;
import ai.zavora.adapter.provider.http.ProbeCall;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.ProbeResult;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Talks to the Messages API of Anthropic, or to a gateway that speaks it. */
public final class AnthropicClient implements ModelClient {
    private static final String VERSION = "2023-06-01";

    private final ModelTransport transport;
    private final URI endpoint;
    private final Map<String, String> headers;

    /**
     * @param settings a base URL is taken without the version, as {@code ANTHROPIC_BASE_URL} is
     * @throws ai.zavora.base.error.ZavoraException when the base URL is no HTTP address
     */
    public AnthropicClient(ProviderSettings settings) {
        this.endpoint = endpoint(settings, "/messages");
        this.headers = headers(settings.apiKey());
        this.transport = transport(settings);
    }

    /** One look at the list of models, as {@link ai.zavora.core.llm.ProviderProbe} describes it. */
    public static ProbeResult probe(ProviderSettings settings) throws InterruptedException {
        var call = new ProbeCall(endpoint(settings, "/models"), headers(settings.apiKey()), "data", "id");
        try (var transport = transport(settings)) {
            return call.send(transport, settings);
        }
    }

    private static URI endpoint(ProviderSettings settings, String path) {
        var base = settings.baseUrl().orElse("https://api.anthropic.com");
        return BaseUrl.endpoint("Anthropic", base, "/v1", path);
    }

    private static ModelTransport transport(ProviderSettings settings) {
        return new ModelTransport("Anthropic", Optional.of("ANTHROPIC_API_KEY"), settings, AnthropicErrors::reason);
    }

    private static Map<String, String> headers(Optional<Secret> key) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("anthropic-version", VERSION);
        key.ifPresent(secret -> headers.put("x-api-key", secret.reveal()));
        return headers;
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var call = new ModelCall(endpoint, headers, AnthropicRequest.body(request), Framing.SSE);
        return transport.send(call, new AnthropicAssembler(request.model(), transport.failures(call.body())), onDelta);
    }

    @Override
    public void close() {
        transport.close();
    }
}

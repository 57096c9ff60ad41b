package ai.zavora.adapter.provider.gemini;

import ai.zavora.adapter.provider.http.BaseUrl;
import ai.zavora.adapter.provider.http.Framing;
import ai.zavora.adapter.provider.http.ModelCall;
import ai.zavora.adapter.provider.http.ModelTransport;
import ai.zavora.adapter.provider.http.ProbeCall;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import ai.zavora.core.llm.ProbeResult;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Talks to Google's Gemini API, or to a gateway that speaks it. */
public final class GeminiClient implements ModelClient {
    private final ModelTransport transport;
    private final String base;
    private final Map<String, String> headers;

    /**
     * @param settings a base URL is taken without the version, as {@code GOOGLE_GEMINI_BASE_URL} is
     * @throws ai.zavora.base.error.ZavoraException when the base URL is no HTTP address
     */
    public GeminiClient(ProviderSettings settings) {
        this.base = base(settings);
        endpoint("gemini"); // refuses a wrong base URL before the first request
        this.headers = headers(settings);
        this.transport = transport(settings);
    }

    /** One look at the list of models, as {@link ai.zavora.core.llm.ProviderProbe} describes it. */
    public static ProbeResult probe(ProviderSettings settings) throws InterruptedException {
        var address = BaseUrl.endpoint("Gemini", base(settings), "/v1beta", "/models");
        var call = new ProbeCall(URI.create(address + "?pageSize=1"), headers(settings), "models", "name");
        try (var transport = transport(settings)) {
            return call.send(transport, settings);
        }
    }

    private static String base(ProviderSettings settings) {
        return settings.baseUrl().orElse("https://generativelanguage.googleapis.com");
    }

    /** The key is in a header, never in the address: addresses end up in logs. */
    private static Map<String, String> headers(ProviderSettings settings) {
        return settings.apiKey()
                .map(key -> Map.of("x-goog-api-key", key.reveal()))
                .orElse(Map.of());
    }

    private static ModelTransport transport(ProviderSettings settings) {
        return new ModelTransport("Gemini", Optional.of("GOOGLE_API_KEY"), settings, GeminiErrors::reason);
    }

    /** A name with a slash, such as {@code tunedModels/mine}, is a full resource name already. */
    private URI endpoint(String model) {
        var resource = model.contains("/") ? model : "models/" + model;
        var address = BaseUrl.endpoint("Gemini", base, "/v1beta", "/" + resource + ":streamGenerateContent");
        return URI.create(address + "?alt=sse");
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var call = new ModelCall(endpoint(request.model()), headers, GeminiRequest.body(request), Framing.SSE);
        var assembler = new GeminiAssembler(
                request.model(), () -> "gemini-" + UUID.randomUUID(), transport.failures(call.body()));
        return transport.send(call, assembler, onDelta);
    }

    @Override
    public void close() {
        transport.close();
    }
}

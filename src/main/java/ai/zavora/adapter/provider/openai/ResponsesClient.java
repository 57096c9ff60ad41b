package ai.zavora.adapter.provider.openai;

import ai.zavora.adapter.provider.http.BaseUrl;
import ai.zavora.adapter.provider.http.Framing;
import ai.zavora.adapter.provider.http.ModelCall;
import ai.zavora.adapter.provider.http.ModelTransport;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import java.net.URI;
import java.util.Map;
import java.util.function.Consumer;

/** Talks to OpenAI's responses format. Nothing is stored at OpenAI; reasoning travels encrypted with the conversation. */
public final class ResponsesClient implements ModelClient {
    private final ModelTransport transport;
    private final URI address;
    private final Map<String, String> headers;

    /**
     * @param settings a base URL is taken with the version, as {@code OPENAI_BASE_URL} is
     * @throws ai.zavora.base.error.ZavoraException of kind INPUT when the base URL is no HTTP address
     */
    public ResponsesClient(ProviderSettings settings) {
        var endpoint = CompatibleEndpoints.OPENAI;
        this.address = BaseUrl.endpoint(
                endpoint.displayName(), settings.baseUrl().orElse(endpoint.address()), "", "/responses");
        this.headers = Bearer.headers(settings.apiKey());
        this.transport = endpoint.transport(settings);
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var call = new ModelCall(address, headers, ResponsesRequest.body(request), Framing.SSE);
        return transport.send(call, new ResponsesAssembler(request.model(), transport.failures(call.body())), onDelta);
    }

    @Override
    public void close() {
        transport.close();
    }
}

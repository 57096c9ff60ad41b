package ai.zavora.adapter.provider.openai;

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

/** Talks to anything that offers OpenAI's chat completions. */
public final class ChatCompletionsClient implements ModelClient {
    private final CompatibleEndpoint endpoint;
    private final ModelTransport transport;
    private final URI address;
    private final Map<String, String> headers;

    /** @throws ai.zavora.base.error.ZavoraException of kind INPUT when the base URL is no HTTP address */
    public ChatCompletionsClient(CompatibleEndpoint endpoint, ProviderSettings settings) {
        this.endpoint = endpoint;
        this.address = endpoint.at(settings.baseUrl(), "/chat/completions");
        this.headers = Bearer.headers(settings.apiKey());
        this.transport = endpoint.transport(settings);
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var body = new ChatRequest(endpoint.quirks()).body(request);
        var assembler = new ChatAssembler(request.model(), transport.failures(body));
        return transport.send(new ModelCall(address, headers, body, Framing.SSE), assembler, onDelta);
    }

    @Override
    public void close() {
        transport.close();
    }
}

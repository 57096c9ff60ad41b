package ai.zavora.adapter.provider.ollama;

import ai.zavora.adapter.provider.http.Framing;
import ai.zavora.adapter.provider.http.ModelCall;
import ai.zavora.adapter.provider.http.ModelTransport;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.error.Wording;
import ai.zavora.base.text.ShellWords;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRequest;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** Talks to an Ollama server over its native chat API. */
public final class OllamaClient implements ModelClient {
    private final ModelTransport transport;
    private final URI endpoint;
    private final Map<String, String> headers;

    /**
     * @param settings the base URL is taken in every form that {@code OLLAMA_HOST} may have; a key, where there is one,
     *     is sent as a bearer token, as Ollama's cloud and proxies in front of a server want it
     * @throws ai.zavora.base.error.ZavoraException when the address is none
     */
    public OllamaClient(ProviderSettings settings) {
        this.endpoint = URI.create(OllamaHost.parse(settings.baseUrl().orElse(OllamaHost.DEFAULT)) + "/api/chat");
        this.headers = OllamaServer.headers(settings);
        this.transport = OllamaServer.transport(settings);
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var call = new ModelCall(endpoint, headers, OllamaRequest.body(request), Framing.NDJSON);
        var assembler = new OllamaAssembler(
                request.model(), () -> "ollama-" + UUID.randomUUID(), transport.failures(call.body()));
        try {
            return transport.send(call, assembler, onDelta);
        } catch (ModelException e) {
            throw explained(e, request.model());
        }
    }

    /** Ollama knows only models that were fetched before, and its users know the commands that help. */
    private static ModelException explained(ModelException failure, String model) {
        return switch (failure.reason()) {
            case NOT_FOUND ->
                new ModelException(
                        Reason.NOT_FOUND,
                        Wording.own("The Ollama server does not have the model " + model + "."),
                        "Fetch it with `ollama pull " + ShellWords.word(model)
                                + "`, or choose one that `ollama list` shows.",
                        failure.status(),
                        Optional.empty());
            case UNREACHABLE ->
                new ModelException(
                        Reason.UNREACHABLE,
                        failure.wording(),
                        "Start the server with `ollama serve`, or set OLLAMA_HOST to where it runs.",
                        failure.status(),
                        failure.retryAfter());
            case CONTEXT_OVERFLOW ->
                new ModelException(
                        Reason.CONTEXT_OVERFLOW,
                        failure.wording(),
                        "Raise OLLAMA_CONTEXT_LENGTH on the server, or shorten the prompt or the conversation.",
                        failure.status(),
                        Optional.empty());
            case CREDENTIAL_REFUSED,
                    BAD_REQUEST,
                    RATE_LIMITED,
                    SERVER_ERROR,
                    TLS,
                    TIMEOUT,
                    STREAM_BROKEN,
                    MALFORMED,
                    CONTENT_FILTER,
                    LOCAL_ENGINE -> failure;
        };
    }

    @Override
    public void close() {
        transport.close();
    }
}

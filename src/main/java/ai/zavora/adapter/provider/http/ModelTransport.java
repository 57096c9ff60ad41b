package ai.zavora.adapter.provider.http;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.config.Secret;
import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.network.Proxies;
import ai.zavora.base.text.UriAuthority;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Sends requests to one provider over HTTP/1.1 and hands back its streamed answers, within the limits of its settings.
 *
 * <p>Safe for use from several threads. Each request has a connection of its own; interrupting the calling thread closes
 * it at once, whatever it is doing. Nothing is sent twice: retries are a decorator's business. Redirects are not followed.
 */
public final class ModelTransport implements AutoCloseable {
    private static final int MAX_JSON = 16 * 1024 * 1024;

    private final String provider;
    private final ProviderSettings settings;
    private final Refusals refusals;
    private final Connector connector;

    /**
     * @param providerName the provider's name for people
     * @param credentialVariable the environment variable to name when the credential is refused and nobody knows where
     *     it comes from; empty where none is needed
     */
    public ModelTransport(
            String providerName, Optional<String> credentialVariable, ProviderSettings settings, ErrorReader errors) {
        this.provider = providerName;
        this.settings = settings;
        this.refusals = new Refusals(
                providerName,
                credentialVariable.map(variable -> settings.keySource().orElse(variable)),
                secrets(settings),
                errors);
        this.connector = new Connector(settings.network());
    }

    private static List<String> secrets(ProviderSettings settings) {
        var secrets = new ArrayList<>(Proxies.secrets(settings.network()));
        settings.apiKey().map(Secret::reveal).ifPresent(secrets::add);
        return secrets;
    }

    /**
     * Sends one request and reads its answer. Assembler and {@code onDelta} run on the calling thread.
     *
     * @throws ModelException when there is no complete reply
     * @throws ZavoraException of kind INPUT when address, header or certificate file cannot be used
     */
    public ModelReply send(ModelCall call, ReplyAssembler assembler, Consumer<ModelDelta> onDelta)
            throws InterruptedException {
        var body = Json.write(call.body());
        var headers = new LinkedHashMap<>(call.headers());
        headers.put("Content-Type", "application/json");
        headers.put("Accept", call.framing() == Framing.SSE ? "text/event-stream" : "application/x-ndjson");
        var request = new Exchange.Request("POST", call.uri(), common(headers), body);
        try (var exchange = start(request, settings.limits())) {
            return attempt(exchange, call.uri(), refusals.to(call.body()), settings.limits()).stream(
                    call.framing(), assembler, onDelta);
        }
    }

    /**
     * Asks for a JSON object with GET: lists of models, reachability.
     *
     * @param limit for the whole exchange
     * @throws ModelException when there is no such answer
     */
    public JsonValue.Obj get(URI uri, Map<String, String> headers, Duration limit) throws InterruptedException {
        return get(uri, headers, new ModelLimits(limit, limit, limit, limit, 1, limit));
    }

    /** As {@link #get(URI, Map, Duration)}, with a limit for each part of the exchange. */
    JsonValue.Obj get(URI uri, Map<String, String> headers, ModelLimits limits) throws InterruptedException {
        var all = new LinkedHashMap<>(headers);
        all.put("Accept", "application/json");
        try (var exchange = start(new Exchange.Request("GET", uri, common(all), ""), limits)) {
            return attempt(exchange, uri, refusals, limits).json(MAX_JSON);
        }
    }

    /**
     * Words the failures that an assembler finds in the answer to one request as every other. Of an error the provider
     * sent, a short text is shown, without anything like a key and without what it repeats of the request.
     *
     * @param request the body that was sent
     */
    public Failures failures(JsonValue.Obj request) {
        return refusals.to(request)::of;
    }

    /**
     * The failure of an answer that is not what this provider sends.
     *
     * @param what it did, as the sentence goes on behind the provider's name, without a full stop
     */
    ModelException malformed(String what) {
        var reason = ModelException.Reason.MALFORMED;
        return new ModelException(reason, provider + " " + what + ".", refusals.hint(reason));
    }

    private static Map<String, String> common(Map<String, String> headers) {
        headers.put("Accept-Encoding", "identity");
        headers.put("User-Agent", "zavora-cli");
        headers.put("Connection", "close");
        return headers;
    }

    private Exchange start(Exchange.Request request, ModelLimits limits) {
        var scheme = request.uri().getScheme();
        if (UriAuthority.of(request.uri()).isEmpty()
                || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
            throw new ZavoraException(
                    ErrorKind.INPUT,
                    "The base URL of " + provider + " is not an http or https address.",
                    "Set it to an address like https://host.example/v1.");
        }
        return Exchange.start(connector, request, limits.connect());
    }

    private Attempt attempt(Exchange exchange, URI uri, Refusals texts, ModelLimits limits) {
        return new Attempt(exchange, provider, connector.peers(uri), texts, limits);
    }

    /** Nothing is held between requests; those under way end by interrupting their threads. */
    @Override
    public void close() {}
}

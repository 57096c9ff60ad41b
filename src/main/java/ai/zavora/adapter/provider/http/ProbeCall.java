package ai.zavora.adapter.provider.http;

import ai.zavora.base.config.ModelLimits;
import ai.zavora.base.config.ProviderSettings;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ProbeResult;
import ai.zavora.core.llm.ProbeResult.Reach;
import ai.zavora.core.llm.ProbeResult.Standing;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One GET that tells whether a provider is there and takes the credential.
 *
 * @param uri the address of its list of models
 * @param headers with the credential, where there is one
 * @param list the member of the answer that holds the models
 * @param name the member of a model that holds its name
 */
public record ProbeCall(URI uri, Map<String, String> headers, String list, String name) {

    /** For the whole of it: a person waits. */
    private static final Duration TOTAL = Duration.ofSeconds(10);

    public ProbeCall {
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Headers may hold a key, so they are not printed. */
    @Override
    public String toString() {
        return "ProbeCall[" + list + "]";
    }

    /**
     * Sends the request once.
     *
     * @param settings how long a connection may take, and whether there is a key
     */
    public ProbeResult send(ModelTransport transport, ProviderSettings settings) throws InterruptedException {
        var start = System.nanoTime();
        try {
            var answer = transport.get(uri, headers, limits(settings.limits()));
            if (!isList(answer)) {
                throw transport.malformed("answered with something that is no list of models");
            }
            var standing = settings.apiKey().isPresent() ? Standing.ACCEPTED : Standing.NOT_ASKED_FOR;
            return new ProbeResult(Reach.REACHED, standing, since(start), names(answer), Optional.empty());
        } catch (ModelException e) {
            var failure = explained(e, settings.limits());
            return new ProbeResult(reach(e), standing(e), since(start), List.of(), Optional.of(failure));
        }
    }

    /** Where it is our own limit that ran out, none that people set helps. */
    static ModelException explained(ModelException failure, ModelLimits configured) {
        if (failure.reason() != ModelException.Reason.TIMEOUT
                || configured.total().compareTo(TOTAL) < 0) {
            return failure;
        }
        return new ModelException(
                failure.reason(),
                failure.wording(),
                "Try again, and check the network, the proxy and the provider's base URL.",
                failure.status(),
                failure.retryAfter());
    }

    /** Whether an answer holds models, or tells that there are none, which some servers write as null. */
    private boolean isList(JsonValue.Obj answer) {
        return answer.get(list)
                .filter(models -> switch (models) {
                    case JsonValue.Null _ -> true;
                    case JsonValue.Arr array -> array.items().stream().allMatch(this::isModel);
                    case JsonValue.Obj _, JsonValue.Str _, JsonValue.Num _, JsonValue.Bool _ -> false;
                })
                .isPresent();
    }

    private boolean isModel(JsonValue item) {
        return item instanceof JsonValue.Obj object && object.string(name).isPresent();
    }

    private static ModelLimits limits(ModelLimits configured) {
        var total = shorter(configured.total(), TOTAL);
        return new ModelLimits(shorter(configured.connect(), total), total, total, total, 1, total);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The names in an answer to this request, in its order. */
    public List<String> names(JsonValue.Obj answer) {
        var names = new ArrayList<String>();
        for (var model : answer.array(list)) {
            if (model instanceof JsonValue.Obj object) {
                object.string(name).ifPresent(names::add);
            }
        }
        return names;
    }

    private static Reach reach(ModelException failure) {
        return switch (failure.reason()) {
            case UNREACHABLE, TLS, TIMEOUT, STREAM_BROKEN -> Reach.UNREACHED;
            case CREDENTIAL_REFUSED,
                    NOT_FOUND,
                    BAD_REQUEST,
                    RATE_LIMITED,
                    SERVER_ERROR,
                    MALFORMED,
                    CONTEXT_OVERFLOW,
                    CONTENT_FILTER,
                    LOCAL_ENGINE -> Reach.REACHED;
        };
    }

    private static Standing standing(ModelException failure) {
        return failure.reason() == ModelException.Reason.CREDENTIAL_REFUSED ? Standing.REFUSED : Standing.UNKNOWN;
    }
}

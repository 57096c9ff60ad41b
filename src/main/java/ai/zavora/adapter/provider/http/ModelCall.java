package ai.zavora.adapter.provider.http;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.json.JsonValue;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One request to a model, sent with POST.
 *
 * @param uri an {@code http} or {@code https} address
 * @param headers sent in their order, besides those the transport sets itself (host, length, content type, accept)
 * @param body the request's JSON
 * @param framing how the answer is cut into events
 */
public record ModelCall(URI uri, Map<String, String> headers, JsonValue.Obj body, Framing framing) {
    public ModelCall {
        requireNonNull(uri, "uri is null");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        requireNonNull(body, "body is null");
        requireNonNull(framing, "framing is null");
    }

    /** Headers may hold a key and the body a prompt, so neither is printed. */
    @Override
    public String toString() {
        return "ModelCall[" + framing + "]";
    }
}

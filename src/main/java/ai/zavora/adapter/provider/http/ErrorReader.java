package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException;
import java.util.Optional;

/**
 * Tells why a provider refused a request, from the codes in its error body, never from its wording.
 *
 * <p>It is asked only about statuses whose meaning is not the same everywhere; 401, 403, 404, 407, 408, 409, 429 and
 * 5xx are settled before.
 */
@FunctionalInterface
public interface ErrorReader {

    /**
     * @param status the HTTP status, 400 or more
     * @param body the error body; empty when it is no JSON object
     */
    ModelException.Reason reason(int status, Optional<JsonValue.Obj> body);
}

package ai.zavora.surface.server.wire;

import ai.zavora.base.json.JsonValue;

/** How an interface words what went wrong. */
@FunctionalInterface
public interface ErrorForm {
    /**
     * The content of the answer.
     *
     * @param requestId the id of the request it answers
     */
    JsonValue.Obj body(ApiException failure, String requestId);
}

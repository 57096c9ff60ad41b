package ai.zavora.adapter.provider.anthropic;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException.Reason;
import java.util.Optional;

/** Reads the typed errors of the Messages API, in a refused request or in the middle of a stream. */
final class AnthropicErrors {
    private AnthropicErrors() {}

    /** Why a request was refused. */
    static Reason reason(int status, Optional<JsonValue.Obj> body) {
        return status == 413
                ? Reason.CONTEXT_OVERFLOW
                : body.map(AnthropicErrors::type).map(AnthropicErrors::reason).orElse(Reason.BAD_REQUEST);
    }

    /** Why the provider ended a stream with an {@code error} event. */
    static Reason inStream(JsonValue.Obj event) {
        return reason(type(event));
    }

    /** The error's type; empty when there is none. */
    private static String type(JsonValue.Obj body) {
        return body.object("error").flatMap(error -> error.string("type")).orElse("");
    }

    /**
     * A prompt over the window comes as {@code invalid_request_error} and differs from other mistakes by its wording
     * only, so it is reported as a bad request.
     */
    private static Reason reason(String type) {
        return switch (type) {
            case "authentication_error", "permission_error" -> Reason.CREDENTIAL_REFUSED;
            case "not_found_error" -> Reason.NOT_FOUND;
            case "request_too_large" -> Reason.CONTEXT_OVERFLOW;
            case "rate_limit_error" -> Reason.RATE_LIMITED;
            case "api_error", "timeout_error", "overloaded_error" -> Reason.SERVER_ERROR;
            default -> Reason.BAD_REQUEST;
        };
    }
}

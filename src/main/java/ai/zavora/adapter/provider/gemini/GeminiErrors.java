package ai.zavora.adapter.provider.gemini;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException.Reason;
import java.util.Optional;

/** Reads Google's typed errors, in a refused request or in the middle of a stream. */
final class GeminiErrors {
    private GeminiErrors() {}

    /**
     * Why a request was refused. A prompt over the window comes as {@code INVALID_ARGUMENT} and differs from other
     * mistakes by its wording only, so it is reported as a bad request.
     */
    static Reason reason(int status, Optional<JsonValue.Obj> body) {
        return status == 413
                ? Reason.CONTEXT_OVERFLOW
                : body.flatMap(it -> it.object("error"))
                        .map(GeminiErrors::reason)
                        .orElse(Reason.BAD_REQUEST);
    }

    /** Why the provider ended a stream with an error object in place of a piece of the answer. */
    static Reason inStream(JsonValue.Obj body) {
        return body.object("error").map(GeminiErrors::reason).orElse(Reason.SERVER_ERROR);
    }

    private static Reason reason(JsonValue.Obj error) {
        // a wrong key is answered with 400 INVALID_ARGUMENT; only the details tell it from a bad request
        var refusedKey = error.array("details").stream()
                .anyMatch(detail -> detail instanceof JsonValue.Obj object
                        && object.string("reason")
                                .filter(reason -> reason.startsWith("API_KEY_"))
                                .isPresent());
        if (refusedKey) {
            return Reason.CREDENTIAL_REFUSED;
        }
        return switch (error.string("status").orElse("")) {
            case "UNAUTHENTICATED", "PERMISSION_DENIED" -> Reason.CREDENTIAL_REFUSED;
            case "NOT_FOUND" -> Reason.NOT_FOUND;
            case "RESOURCE_EXHAUSTED" -> Reason.RATE_LIMITED;
            case "INTERNAL", "UNAVAILABLE", "DEADLINE_EXCEEDED", "ABORTED", "UNKNOWN" -> Reason.SERVER_ERROR;
            default -> Reason.BAD_REQUEST;
        };
    }
}

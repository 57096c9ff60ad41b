package ai.zavora.adapter.provider.gemini;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelException.Reason;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads Google's typed errors, in a refused request or in the middle of a stream. */
final class GeminiErrors {
    private GeminiErrors() {}

    /**
     * Why a request was refused. A prompt over the window comes as {@code INVALID_ARGUMENT} and differs from other
     * mistakes by its wording only, so it is reported as a bad request.
     */
    static Reason reason(int status, Optional<JsonValue.Obj> body) {
        return body.flatMap(it -> it.object("error")).map(GeminiErrors::reason).orElse(Reason.BAD_REQUEST);
    }

    /** The failure that an error object in place of a piece of the answer reports. */
    static ModelException inStream(JsonValue.Obj error) {
        var reason = reason(error);
        var status = error.string("status").filter(text -> text.matches("[A-Z_]{1,40}"));
        var code = error.integer("code");
        return new ModelException(
                reason,
                "Gemini ended the answer with an error"
                        + status.map(text -> " (" + text + ").").orElse("."),
                reason == Reason.SERVER_ERROR || reason == Reason.RATE_LIMITED
                        ? "The service is busy; try again in a moment."
                        : "Check the key, the model's name and the request.",
                code.isPresent() ? OptionalInt.of(Math.clamp(code.getAsLong(), 0, 999)) : OptionalInt.empty(),
                Optional.empty());
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

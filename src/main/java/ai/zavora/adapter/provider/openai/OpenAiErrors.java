package ai.zavora.adapter.provider.openai;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException.Reason;
import java.util.Optional;

/** Reads the codes of OpenAI's errors and of those of compatible servers. */
final class OpenAiErrors {
    private OpenAiErrors() {}

    /** Why a request was refused with a status that says too little. */
    static Reason reason(int status, Optional<JsonValue.Obj> body) {
        var coded = body.flatMap(OpenAiErrors::coded);
        if (status == 413) {
            return Reason.CONTEXT_OVERFLOW;
        }
        // a status below 500 says that the request is at fault, whatever the code
        return coded.filter(reason -> reason != Reason.SERVER_ERROR).orElse(Reason.BAD_REQUEST);
    }

    /** Why a stream ended with an error; without a code we know, the failure is the provider's. */
    static Reason inStream(JsonValue.Obj body) {
        return coded(body).orElse(Reason.SERVER_ERROR);
    }

    /** By the error's code, else by its type. */
    private static Optional<Reason> coded(JsonValue.Obj body) {
        var error = body.object("error").orElse(body);
        return error.string("code")
                .flatMap(OpenAiErrors::byCode)
                .or(() -> error.string("type").flatMap(OpenAiErrors::byCode))
                .or(() -> byStatus((int) error.integer("code").orElse(0)));
    }

    private static Optional<Reason> byCode(String code) {
        return switch (code) {
            // the last one is llama.cpp's
            case "context_length_exceeded",
                    "string_above_max_length",
                    "request_too_large",
                    "exceed_context_size_error" -> Optional.of(Reason.CONTEXT_OVERFLOW);
            case "content_filter", "content_policy_violation", "invalid_prompt", "bio_policy", "cyber_policy" ->
                Optional.of(Reason.CONTENT_FILTER);
            case "invalid_api_key", "authentication_error", "permission_error", "account_deactivated" ->
                Optional.of(Reason.CREDENTIAL_REFUSED);
            case "model_not_found", "not_found_error", "model_not_available" -> Optional.of(Reason.NOT_FOUND);
            case "rate_limit_exceeded", "rate_limit_error", "insufficient_quota", "tokens", "requests" ->
                Optional.of(Reason.RATE_LIMITED);
            case "server_error", "internal_error", "overloaded", "overloaded_error", "engine_overloaded", "timeout" ->
                Optional.of(Reason.SERVER_ERROR);
            case "invalid_request_error" -> Optional.of(Reason.BAD_REQUEST);
            default -> byStatus(code);
        };
    }

    private static Optional<Reason> byStatus(String code) {
        return code.matches("[45]\\d\\d") ? byStatus(Integer.parseInt(code)) : Optional.empty();
    }

    /** Some gateways put an HTTP status where OpenAI has a code. */
    private static Optional<Reason> byStatus(int status) {
        return switch (status) {
            case 401, 403 -> Optional.of(Reason.CREDENTIAL_REFUSED);
            case 404 -> Optional.of(Reason.NOT_FOUND);
            case 413 -> Optional.of(Reason.CONTEXT_OVERFLOW);
            case 429 -> Optional.of(Reason.RATE_LIMITED);
            case 408, 409 -> Optional.of(Reason.SERVER_ERROR);
            default ->
                status >= 500
                        ? Optional.of(Reason.SERVER_ERROR)
                        : status >= 400 ? Optional.of(Reason.BAD_REQUEST) : Optional.empty();
        };
    }
}

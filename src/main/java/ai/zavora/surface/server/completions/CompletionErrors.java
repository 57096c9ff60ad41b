package ai.zavora.surface.server.completions;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.wire.ApiException;
import java.util.Optional;

/** What went wrong, as clients of OpenAI read it; what our own clients read stands beside it. */
public final class CompletionErrors {
    /** What it looks like. */
    public static final JsonValue.Obj SCHEMA = Schema.object()
            .must(
                    "error",
                    Schema.object()
                            .must("message", Schema.text())
                            .must("type", Schema.text())
                            .must("param", Schema.orNull(Schema.text()))
                            .must("code", Schema.orNull(Schema.text()))
                            .build())
            .must("category", Schema.text())
            .must("message", Schema.text())
            .must("hint", Schema.text())
            .must("request_id", Schema.text())
            .build();

    private CompletionErrors() {}

    /**
     * The content of the answer. Such clients show one text to people, so the hint is part of it.
     *
     * @param requestId the id of the request it answers
     */
    public static JsonValue.Obj body(ApiException failure, String requestId) {
        var own = failure.failure();
        var error = JsonValue.object()
                .put("message", own.message() + (own.message().endsWith(".") ? " " : ". ") + own.hint())
                .put("type", type(failure.status()))
                .putOrNull("param", failure.told().member())
                .putOrNull("code", failure.told().code().or(() -> code(failure.status())));
        return JsonValue.object()
                .putAll(failure.body(requestId))
                .put("error", error.build())
                .build();
    }

    private static String type(int status) {
        return switch (status) {
            case 403 -> "permission_error";
            case 408, 504 -> "timeout_error";
            case 409 -> "conflict_error";
            case 429 -> "rate_limit_error";
            default -> status < 500 ? "invalid_request_error" : "server_error";
        };
    }

    private static Optional<String> code(int status) {
        return switch (status) {
            case 401 -> Optional.of("invalid_api_key");
            case 429 -> Optional.of("rate_limit_exceeded");
            case 503 -> Optional.of("service_unavailable");
            case 504 -> Optional.of("timeout");
            default -> Optional.empty();
        };
    }
}

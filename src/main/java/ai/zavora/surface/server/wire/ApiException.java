package ai.zavora.surface.server.wire;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request that is answered with an error. Callers read its texts, so they hold no credential, no path of this machine
 * and no prompt.
 */
public final class ApiException extends RuntimeException {
    private final int status;
    private final Failure failure;
    private final Map<String, String> headers;
    private final Told told;

    /**
     * What programs may want to tell apart where the interface they speak has words for it.
     *
     * @param code a word for what is wrong
     * @param member the member of the request that is meant
     */
    public record Told(Optional<String> code, Optional<String> member) {
        private static final Told NOTHING = new Told(Optional.empty(), Optional.empty());
    }

    /** @param status the HTTP status code */
    public ApiException(int status, Failure failure) {
        this(status, failure, Map.of(), Told.NOTHING);
    }

    private ApiException(int status, Failure failure, Map<String, String> headers, Told told) {
        super(failure.message());
        this.status = status;
        this.failure = failure;
        this.headers = Map.copyOf(headers);
        this.told = told;
    }

    /** The same with a word for what is wrong. */
    public ApiException coded(String code) {
        return new ApiException(status, failure, headers, new Told(Optional.of(code), told.member()));
    }

    /** The same about one member of the request. */
    public ApiException about(String member) {
        return new ApiException(status, failure, headers, new Told(told.code(), Optional.of(member)));
    }

    /** The same with one more header field. */
    public ApiException with(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new ApiException(status, failure, more, told);
    }

    /** 400: the request cannot be understood or holds what it must not. */
    public static ApiException badRequest(String message, String hint) {
        return input(400, message, hint);
    }

    /** 401: nobody said who calls, or the token is none of this server's. */
    public static ApiException unauthorized() {
        var failure =
                failure("This needs a valid token.", "Send Authorization: Bearer TOKEN with a token of this server.");
        return new ApiException(401, failure).with("WWW-Authenticate", "Bearer");
    }

    /** 403: it is known who calls, and it is not allowed. */
    public static ApiException forbidden(String message, String hint) {
        return input(403, message, hint);
    }

    /** 404: there is no such thing, or none that this caller may know of. */
    public static ApiException notFound(String message, String hint) {
        return input(404, message, hint);
    }

    /** 405: the path exists with other methods. */
    public static ApiException methodNotAllowed(List<String> allowed) {
        var list = String.join(", ", allowed);
        return input(405, "This path does not take that method.", "It takes " + list + ".")
                .with("Allow", list);
    }

    /** 409: it does not fit what is going on. */
    public static ApiException conflict(String message, String hint) {
        return input(409, message, hint);
    }

    /** 413: more bytes than are taken. */
    public static ApiException tooLarge(int limit) {
        return input(413, "The body is longer than " + limit + " bytes.", "Send less.");
    }

    /** 415: a body of another type than JSON. */
    public static ApiException unsupportedMediaType() {
        return input(415, "The body must be JSON.", "Send Content-Type: application/json and a body in UTF-8.");
    }

    /** 422: well-formed JSON with a member missing or of the wrong type. */
    public static ApiException unprocessable(String message, String hint) {
        return input(422, message, hint);
    }

    /** 429: too much at once. */
    public static ApiException tooManyRequests(String message, Duration retryAfter) {
        return input(429, message, "Try again after the time of the Retry-After header.")
                .with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
    }

    /** 503: it cannot be done now. */
    public static ApiException unavailable(Failure failure) {
        return new ApiException(503, failure).with("Retry-After", "5");
    }

    private static ApiException input(int status, String message, String hint) {
        return new ApiException(status, failure(message, hint));
    }

    private static Failure failure(String message, String hint) {
        return new Failure(ErrorKind.INPUT.name(), message, hint, ErrorKind.INPUT.exitCode());
    }

    public int status() {
        return status;
    }

    public Failure failure() {
        return failure;
    }

    /** What programs may want to tell apart. */
    public Told told() {
        return told;
    }

    @Override
    public String getMessage() {
        return requireNonNull(super.getMessage());
    }

    /**
     * The answer's content, where the interface has no form of its own for it.
     *
     * @param requestId the id of the request it answers
     */
    public JsonValue.Obj body(String requestId) {
        return JsonValue.object()
                .put("error", failure.message())
                .put("category", failure.category())
                .put("message", failure.message())
                .put("hint", failure.hint())
                .put("request_id", requestId)
                .build();
    }

    /** The answer with that content. */
    public ApiResponse.Whole response(JsonValue.Obj body) {
        var answer = ApiResponse.json(status, body);
        return new ApiResponse.Whole(status, headers, answer.contentType(), answer.content());
    }
}

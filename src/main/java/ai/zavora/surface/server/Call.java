package ai.zavora.surface.server;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.surface.server.access.Caller;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request that may be answered.
 *
 * @param variables what stood in the braces of the path
 */
record Call(ApiRequest request, Caller caller, Map<String, String> variables) {
    /** How long a body may be. */
    static final int MAX_BODY = 2 * 1024 * 1024;

    /** What stood in those braces of the path. */
    String variable(String name) {
        var value = variables.get(name);
        if (value == null) {
            throw new IllegalStateException("the route has no {" + name + "}");
        }
        return value;
    }

    /**
     * Reads the body.
     *
     * @throws ApiException 400, 413 or 415, when it is no JSON object in UTF-8 of at most 2 MiB
     */
    Body body() {
        var type = request.headers().first("Content-Type").orElse("");
        var media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!media.equals("application/json")) {
            throw ApiException.unsupportedMediaType();
        }
        var bytes = request.body().read(MAX_BODY);
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            var json = Json.parseObject(text);
            var half = text.contains("\\u") ? HalfPairs.find(json) : Optional.<String>empty();
            if (half.isPresent()) {
                throw ApiException.badRequest(
                        "The body holds half of a surrogate pair at \"" + half.get() + "\".",
                        "Send whole characters: both halves, or the character itself in UTF-8.");
            }
            return new Body(json);
        } catch (CharacterCodingException e) {
            throw ApiException.badRequest("The body is not UTF-8.", "Send JSON in UTF-8.");
        } catch (JsonException e) {
            throw ApiException.badRequest("The body cannot be read: " + e.getMessage() + ".", "Send one JSON object.");
        }
    }

    /**
     * The user whose sessions are meant.
     *
     * @param asked the user the request names
     * @param fallback the user of the settings
     * @throws ApiException 403, when the caller may not act for that user
     */
    String user(Optional<String> asked, String fallback) {
        var own = caller.user();
        if (own.isPresent() && asked.isPresent() && !own.equals(asked)) {
            throw ApiException.forbidden(
                    "This token may not act for another user.", "Leave user_id out, or use the token of that user.");
        }
        return own.or(() -> asked).orElse(fallback);
    }

    /** The value of a parameter behind the question mark. */
    Optional<String> parameter(String name) {
        return request.target().query().first(name);
    }

    /**
     * A whole number behind the question mark.
     *
     * @param fallback where it is left out
     * @throws ApiException 400, when it is none or out of bounds
     */
    long number(String name, Bounds bounds, long fallback) {
        var given = parameter(name);
        if (given.isEmpty()) {
            return fallback;
        }
        try {
            var number = Long.parseLong(given.get());
            if (number >= bounds.least() && number <= bounds.most()) {
                return number;
            }
            throw outOfBounds(name, bounds);
        } catch (NumberFormatException e) {
            throw outOfBounds(name, bounds);
        }
    }

    private static ApiException outOfBounds(String name, Bounds bounds) {
        return ApiException.badRequest(
                "\"" + name + "\" is not a whole number from " + bounds.least() + " to " + bounds.most() + ".",
                "Give it such a value, or leave it out.");
    }

    /** The smallest and the largest value. */
    record Bounds(long least, long most) {}
}

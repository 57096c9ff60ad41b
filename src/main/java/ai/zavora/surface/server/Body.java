package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.wire.ApiException;
import java.util.Optional;

/** The members of a request's body. */
record Body(JsonValue.Obj json) {

    /**
     * A text that must be there.
     *
     * @throws ApiException 422, when it is missing or no text; 400, when it is blank
     */
    String text(String name) {
        var value = optionalText(name)
                .orElseThrow(() -> ApiException.unprocessable("\"" + name + "\" is missing.", "Send it as a string."));
        if (value.isBlank()) {
            throw ApiException.badRequest("\"" + name + "\" is blank.", "Give it a value.");
        }
        return value;
    }

    /**
     * A text that may be left out or null.
     *
     * @throws ApiException 422, when it is no text
     */
    Optional<String> optionalText(String name) {
        return switch (json.get(name).orElse(JsonValue.Null.NULL)) {
            case JsonValue.Null _ -> Optional.empty();
            case JsonValue.Str(var value) -> Optional.of(value);
            default -> throw mistyped(name, "a string");
        };
    }

    /**
     * A text that may be left out or null, and must hold something where it is there.
     *
     * @throws ApiException 422, when it is no text; 400, when it is blank
     */
    Optional<String> optionalName(String name) {
        var value = optionalText(name);
        if (value.filter(String::isBlank).isPresent()) {
            throw ApiException.badRequest("\"" + name + "\" is blank.", "Give it a value or leave it out.");
        }
        return value;
    }

    /**
     * A truth value; false where it is left out or null.
     *
     * @throws ApiException 422, when it is none
     */
    boolean flag(String name) {
        return switch (json.get(name).orElse(JsonValue.Null.NULL)) {
            case JsonValue.Null _ -> false;
            case JsonValue.Bool(var value) -> value;
            default -> throw mistyped(name, "true or false");
        };
    }

    private static ApiException mistyped(String name, String wanted) {
        return ApiException.unprocessable("\"" + name + "\" is of the wrong type.", "Send " + wanted + ".");
    }
}

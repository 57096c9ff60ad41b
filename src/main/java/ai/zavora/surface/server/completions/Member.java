package ai.zavora.surface.server.completions;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.wire.ApiException;
import java.util.Optional;

/**
 * A member of a request's body and where it stands, so that what is wrong with it can be told.
 *
 * @param name as in {@code messages[1].content}
 * @param value null where it is left out
 */
record Member(String name, JsonValue value) {

    /** A member of the body itself. */
    static Member of(JsonValue.Obj body, String name) {
        return new Member(name, body.get(name).orElse(JsonValue.Null.NULL));
    }

    /** A member of this object. */
    Member member(JsonValue.Obj object, String member) {
        return new Member(name + "." + member, object.get(member).orElse(JsonValue.Null.NULL));
    }

    /** An item of this array. */
    Member item(JsonValue.Arr array, int index) {
        return new Member(name + "[" + index + "]", array.items().get(index));
    }

    boolean isMissing() {
        return value == JsonValue.Null.NULL;
    }

    /** Whether it is left out or holds nothing. */
    boolean isEmpty() {
        return switch (value) {
            case JsonValue.Null _ -> true;
            case JsonValue.Arr(var items) -> items.isEmpty();
            case JsonValue.Obj(var members) -> members.isEmpty();
            case JsonValue.Str(var text) -> text.isEmpty();
            case JsonValue.Bool _, JsonValue.Num _ -> false;
        };
    }

    JsonValue.Obj object() {
        if (value instanceof JsonValue.Obj object) {
            return object;
        }
        throw mistyped("an object");
    }

    JsonValue.Arr array() {
        if (value instanceof JsonValue.Arr array) {
            return array;
        }
        throw mistyped("an array");
    }

    String text() {
        if (value instanceof JsonValue.Str(var text)) {
            return text;
        }
        throw mistyped("a string");
    }

    Optional<String> optionalText() {
        return isMissing() ? Optional.empty() : Optional.of(text());
    }

    /** False where it is left out. */
    boolean flag() {
        return switch (value) {
            case JsonValue.Null _ -> false;
            case JsonValue.Bool(var flag) -> flag;
            default -> throw mistyped("true or false");
        };
    }

    /** A whole number from 1 on, cut to what an int holds; empty where it is left out. */
    Optional<Integer> count() {
        if (isMissing()) {
            return Optional.empty();
        }
        if (!(value instanceof JsonValue.Num number)) {
            throw mistyped("a whole number");
        }
        var count = number.asLong().orElse(0);
        if (count < 1) {
            throw invalid("is no whole number from 1 on", "Send such a number, or leave it out.");
        }
        return Optional.of((int) Math.min(Integer.MAX_VALUE, count));
    }

    /** It is of another type than it must be, or missing where it must not be. */
    ApiException mistyped(String wanted) {
        var missing = isMissing();
        return ApiException.badRequest(
                        "\"" + name + "\" is " + (missing ? "missing." : "of the wrong type."), "Send " + wanted + ".")
                .coded(missing ? "missing_required_parameter" : "invalid_type")
                .about(name);
    }

    /** It has a value that it must not have. */
    ApiException invalid(String why, String hint) {
        return ApiException.badRequest("\"" + name + "\" " + why + ".", hint)
                .coded("invalid_value")
                .about(name);
    }

    /** It asks for what this server does not do. */
    ApiException unsupported(String hint) {
        return ApiException.badRequest("\"" + name + "\" asks for what this server does not do.", hint)
                .coded("unsupported_parameter")
                .about(name);
    }
}

package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Optional;

/**
 * Bytes in the JSON of the earlier implementation, which spelled them as an array of numbers. As values these would take
 * many times their size, so long ones are replaced by {@code {"base64": …}} in the text before it is parsed.
 */
final class LegacyBytes {
    private static final String MEMBER = "\"data\"";
    private static final String BASE64 = "base64";
    /** Shorter arrays are left as they are. */
    private static final int LONG = 256;

    private LegacyBytes() {}

    /**
     * The same JSON with long byte arrays of members {@code data} in Base64.
     *
     * <p>In a string the name's closing quote would be escaped, so an unescaped one before a colon ends a name.
     */
    static String compact(String json) {
        var at = json.indexOf(MEMBER);
        if (at < 0) {
            return json;
        }
        var out = new StringBuilder();
        var from = 0;
        while (at >= 0) {
            var start = at > 0 && json.charAt(at - 1) != '\\' ? value(json, at + MEMBER.length()) : json.length();
            var end = json.startsWith("[", start) ? json.indexOf(']', start) : -1;
            var bytes = end > start + 2 * LONG ? bytes(json, start + 1, end) : Optional.<byte[]>empty();
            if (bytes.isPresent()) {
                out.append(json, from, start)
                        .append("{\"" + BASE64 + "\":\"")
                        .append(Base64.getEncoder().encodeToString(bytes.get()))
                        .append("\"}");
                from = end + 1;
            }
            at = json.indexOf(MEMBER, at + MEMBER.length());
        }
        return out.append(json, from, json.length()).toString();
    }

    /** Where the value behind a member's name begins; the end where none does. */
    private static int value(String json, int from) {
        var colon = skipSpace(json, from);
        return json.startsWith(":", colon) ? skipSpace(json, colon + 1) : json.length();
    }

    private static int skipSpace(String json, int from) {
        var at = from;
        while (at < json.length() && " \t\n\r".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /** The numbers from there to the bracket at {@code to}. */
    private static Optional<byte[]> bytes(String json, int from, int to) {
        var out = new ByteArrayOutputStream();
        var at = from;
        while (at <= to) {
            at = skipSpace(json, at);
            var number = 0;
            var first = at;
            for (var c = json.charAt(at); c >= '0' && c <= '9' && number <= 255; c = json.charAt(++at)) {
                number = number * 10 + c - '0';
            }
            // no number has a zero in front, so that the array can be restored digit by digit
            if (at == first || number > 255 || (json.charAt(first) == '0' && at > first + 1)) {
                return Optional.empty();
            }
            at = skipSpace(json, at);
            if (at < to && json.charAt(at) != ',') {
                return Optional.empty();
            }
            out.write(number);
            at++;
        }
        return Optional.of(out.toByteArray());
    }

    /** The bytes of a value, in Base64; empty when it is neither an array of byte numbers nor what stands for one. */
    static Optional<String> base64(Optional<JsonValue> value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (value.get()) {
            case JsonValue.Obj marker when marker.members().size() == 1 -> marker.string(BASE64);
            case JsonValue.Arr(var items) -> {
                var out = new ByteArrayOutputStream();
                for (var item : items) {
                    var number = item instanceof JsonValue.Num n ? n.asLong().orElse(-1) : -1;
                    if (number < 0 || number > 255) {
                        yield Optional.empty();
                    }
                    out.write((int) number);
                }
                yield Optional.of(Base64.getEncoder().encodeToString(out.toByteArray()));
            }
            case JsonValue.Obj _, JsonValue.Str _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ ->
                Optional.empty();
        };
    }

    /** How many characters the strings of a value have, those that stand for bytes included. */
    static long chars(JsonValue value) {
        return switch (value) {
            case JsonValue.Obj(var members) ->
                members.values().stream().mapToLong(LegacyBytes::chars).sum();
            case JsonValue.Arr(var items) ->
                items.stream().mapToLong(LegacyBytes::chars).sum();
            case JsonValue.Str(var text) -> text.length();
            case JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> 0;
        };
    }

    /** The same value without what stands for bytes in it. */
    static JsonValue without(JsonValue value) {
        return switch (value) {
            case JsonValue.Obj(var members)
            when members.size() == 1 && members.get(BASE64) instanceof JsonValue.Str -> JsonValue.Null.NULL;
            case JsonValue.Obj(var members) -> {
                var out = JsonValue.object();
                members.forEach((name, member) -> out.put(name, without(member)));
                yield out.build();
            }
            case JsonValue.Arr(var items) ->
                JsonValue.array(items.stream().map(LegacyBytes::without).toList());
            case JsonValue.Str _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> value;
        };
    }

    /** The value as it was before {@link #compact}: for arguments and results, which are no bytes of ours. */
    static JsonValue expand(JsonValue value) {
        return switch (value) {
            case JsonValue.Obj(var members) -> {
                var out = JsonValue.object();
                members.forEach(
                        (name, member) -> out.put(name, name.equals("data") ? restored(member) : expand(member)));
                yield out.build();
            }
            case JsonValue.Arr(var items) ->
                JsonValue.array(items.stream().map(LegacyBytes::expand).toList());
            case JsonValue.Str _, JsonValue.Num _, JsonValue.Bool _, JsonValue.Null _ -> value;
        };
    }

    private static JsonValue restored(JsonValue member) {
        if (member instanceof JsonValue.Obj marker && marker.members().size() == 1) {
            var base64 = marker.string(BASE64);
            if (base64.isPresent() && base64.get().length() > LONG) {
                return numbers(base64.get()).orElse(member);
            }
        }
        return expand(member);
    }

    private static Optional<JsonValue> numbers(String base64) {
        try {
            var numbers = new ArrayList<JsonValue>();
            for (var b : Base64.getDecoder().decode(base64)) {
                numbers.add(JsonValue.of((long) (b & 0xff)));
            }
            return Optional.of(JsonValue.array(numbers));
        } catch (IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }
}

package ai.zavora.base.json;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An immutable JSON value (RFC 8259). Objects keep the order of their members; numbers keep the text they were written
 * with, so a value read and written again is unchanged.
 */
public sealed interface JsonValue {

    /** A JSON object. Members keep their order; a duplicate name keeps the last value. */
    record Obj(Map<String, JsonValue> members) implements JsonValue {
        public static final Obj EMPTY = new Obj(Map.of());

        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** The member of that name, whatever its type. */
        public Optional<JsonValue> get(String name) {
            return Optional.ofNullable(members.get(name));
        }

        /** The text of a string member; empty when absent or of another type. */
        public Optional<String> string(String name) {
            return members.get(name) instanceof Str s ? Optional.of(s.value()) : Optional.empty();
        }

        /** The whole-number value of a member; empty when absent, not a number, fractional, or outside 64 bits. */
        public OptionalLong integer(String name) {
            return members.get(name) instanceof Num n ? n.asLong() : OptionalLong.empty();
        }

        /** The value of a boolean member; empty when absent or of another type. */
        public Optional<Boolean> bool(String name) {
            return members.get(name) instanceof Bool b ? Optional.of(b.value()) : Optional.empty();
        }

        /** The object member of that name; empty when absent or of another type. */
        public Optional<Obj> object(String name) {
            return members.get(name) instanceof Obj o ? Optional.of(o) : Optional.empty();
        }

        /** The items of an array member; an empty list when absent or of another type. */
        public List<JsonValue> array(String name) {
            return members.get(name) instanceof Arr a ? a.items() : List.of();
        }
    }

    /** A JSON array. */
    record Arr(List<JsonValue> items) implements JsonValue {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A JSON string. */
    record Str(String value) implements JsonValue {
        public Str {
            requireNonNull(value, "value is null");
        }
    }

    /** A JSON number, kept as its source text. */
    record Num(String text) implements JsonValue {
        /** Those that a byte may be. */
        private static final Num[] BYTES = new Num[256];

        static {
            for (var value = 0; value < BYTES.length; value++) {
                BYTES[value] = new Num(Integer.toString(value));
            }
        }

        public Num {
            requireNonNull(text, "text is null");
        }

        /** The number of that text; small ones, of which an array of bytes has millions, are shared. */
        static Num of(String text) {
            var value = 0;
            for (var i = 0; i < text.length(); i++) {
                var c = text.charAt(i);
                if (c < '0' || c > '9' || i == 3 || (i > 0 && value == 0)) {
                    return new Num(text);
                }
                value = value * 10 + c - '0';
            }
            return value < BYTES.length && !text.isEmpty() ? BYTES[value] : new Num(text);
        }

        /** The value as a 64-bit whole number; empty when fractional or out of range. {@code 3.0} and {@code 3e0} count as 3. */
        public OptionalLong asLong() {
            try {
                return OptionalLong.of(Long.parseLong(text));
            } catch (NumberFormatException notPlain) {
                return exactLong();
            }
        }

        private OptionalLong exactLong() {
            try {
                var decimal = new BigDecimal(text);
                // longValueExact would expand a huge exponent digit by digit before it fails
                return Math.abs((long) decimal.precision() - decimal.scale()) > 20
                        ? OptionalLong.empty()
                        : OptionalLong.of(decimal.longValueExact());
            } catch (ArithmeticException | NumberFormatException outOfRange) {
                return OptionalLong.empty();
            }
        }
    }

    /** A JSON boolean. */
    record Bool(boolean value) implements JsonValue {}

    /** The JSON null. */
    enum Null implements JsonValue {
        NULL
    }

    /** A string value. */
    static JsonValue of(String value) {
        return new Str(value);
    }

    /** A whole number value. */
    static JsonValue of(long value) {
        return Num.of(Long.toString(value));
    }

    /** A finite number value. */
    static JsonValue of(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("JSON has no " + value);
        }
        return new Num(Double.toString(value));
    }

    /** A boolean value. */
    static JsonValue of(boolean value) {
        return new Bool(value);
    }

    /** An array of strings. */
    static JsonValue of(List<String> values) {
        return new Arr(values.stream().map(JsonValue::of).toList());
    }

    /** Starts an object; members keep the order in which they are put. */
    static ObjectBuilder object() {
        return new ObjectBuilder();
    }

    /** Collects the members of an object. Not thread-safe. */
    final class ObjectBuilder {
        private final Map<String, JsonValue> members = new LinkedHashMap<>();

        private ObjectBuilder() {}

        public ObjectBuilder put(String name, JsonValue value) {
            members.put(requireNonNull(name, "name is null"), requireNonNull(value, "value is null"));
            return this;
        }

        public ObjectBuilder put(String name, String value) {
            return put(name, JsonValue.of(value));
        }

        public ObjectBuilder put(String name, long value) {
            return put(name, JsonValue.of(value));
        }

        public ObjectBuilder put(String name, boolean value) {
            return put(name, JsonValue.of(value));
        }

        /** Puts the value, or JSON null when it is absent. */
        public ObjectBuilder putOrNull(String name, Optional<String> value) {
            return put(name, value.<JsonValue>map(Str::new).orElse(Null.NULL));
        }

        /** Puts the value, or nothing when it is absent. */
        public ObjectBuilder putIfPresent(String name, Optional<? extends JsonValue> value) {
            value.ifPresent(v -> put(name, v));
            return this;
        }

        /** Puts every member of another object, replacing members of the same name. */
        public ObjectBuilder putAll(Obj other) {
            members.putAll(other.members());
            return this;
        }

        public Obj build() {
            return new Obj(members);
        }
    }

    /** Collects values for an array in order. */
    static Arr array(Iterable<? extends JsonValue> values) {
        var items = new ArrayList<JsonValue>();
        values.forEach(items::add);
        return new Arr(items);
    }
}

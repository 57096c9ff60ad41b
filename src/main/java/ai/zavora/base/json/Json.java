package ai.zavora.base.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Reads and writes {@link JsonValue}s, strictly as RFC 8259 says. Stateless and safe to use from any thread. */
public final class Json {

    /** Values nested deeper than this are refused, so hostile input cannot exhaust the stack. */
    public static final int MAX_DEPTH = 256;

    private static final Pattern HALF_PAIR = Pattern.compile(
            "\\\\u[dD][89abAB]..(?!\\\\u[dD][c-fC-F])" + "|(?<!\\\\u[dD][89abAB][0-9a-fA-F]{2})\\\\u[dD][c-fC-F]");

    private Json() {}

    /**
     * Reads exactly one JSON value.
     *
     * @throws JsonException when the text is not one well-formed value, or is nested deeper than {@link #MAX_DEPTH}
     */
    public static JsonValue parse(String text) throws JsonException {
        return parse(text, MAX_DEPTH);
    }

    /**
     * Reads exactly one JSON value that may be nested deeper than usual, because it wraps values read before.
     *
     * @param maxDepth the deepest nesting accepted
     * @throws JsonException when the text is not one well-formed value, or is nested deeper
     */
    public static JsonValue parse(String text, int maxDepth) throws JsonException {
        try (var reader = new JsonReader(new StringReader(text))) {
            // the strict mode refuses half a surrogate pair, which RFC 8259 (8.2) allows and some gateways send when
            // they cut a text between two events; nothing but an escape can hold one
            reader.setStrictness(holdsHalfPair(text) ? Strictness.LEGACY_STRICT : Strictness.STRICT);
            reader.setNestingLimit(maxDepth);
            var value = read(reader, Repeats.TAKEN);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonException("more text follows the JSON value");
            }
            return value;
        } catch (EOFException e) {
            throw new JsonException("the JSON ends too early");
        } catch (MalformedJsonException | NumberFormatException | IllegalStateException e) {
            throw new JsonException("not well-formed JSON");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holdsHalfPair(String text) {
        return text.contains("\\u") && HALF_PAIR.matcher(text).find();
    }

    /**
     * Reads exactly one JSON object.
     *
     * @throws JsonException as {@link #parse}, and when the value is not an object
     */
    public static JsonValue.Obj parseObject(String text) throws JsonException {
        if (parse(text) instanceof JsonValue.Obj object) {
            return object;
        }
        throw new JsonException("a JSON object was expected");
    }

    /** What becomes of an object in which a name stands twice (RFC 8259, 4, leaves it open). */
    enum Repeats {
        /** The last one counts. */
        TAKEN,
        REFUSED
    }

    /** A name stands twice in an object. */
    static final class RepeatedNameException extends IOException {}

    static JsonValue read(JsonReader in, Repeats repeats) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> readObject(in, repeats);
            case BEGIN_ARRAY -> readArray(in, repeats);
            case STRING -> new JsonValue.Str(in.nextString());
            case NUMBER -> JsonValue.Num.of(in.nextString());
            case BOOLEAN -> new JsonValue.Bool(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonValue.Null.NULL;
            }
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT -> throw new MalformedJsonException("unexpected token");
        };
    }

    private static JsonValue readObject(JsonReader in, Repeats repeats) throws IOException {
        var members = new LinkedHashMap<String, JsonValue>();
        in.beginObject();
        while (in.hasNext()) {
            var before = members.put(in.nextName(), read(in, repeats));
            if (before != null && repeats == Repeats.REFUSED) {
                throw new RepeatedNameException();
            }
        }
        in.endObject();
        return new JsonValue.Obj(members);
    }

    private static JsonValue readArray(JsonReader in, Repeats repeats) throws IOException {
        var items = new ArrayList<JsonValue>();
        in.beginArray();
        while (in.hasNext()) {
            items.add(read(in, repeats));
        }
        in.endArray();
        return new JsonValue.Arr(items);
    }

    /** The value on one line, without spaces. */
    public static String write(JsonValue value) {
        return written(value, Layout.COMPACT);
    }

    /** The value over several lines, indented by two spaces. */
    public static String writePretty(JsonValue value) {
        return written(value, Layout.PRETTY);
    }

    /** How a value is laid out. */
    public enum Layout {
        /** On one line, without spaces. */
        COMPACT(""),
        /** Over several lines, indented by two spaces. */
        PRETTY("  ");

        private final String indent;

        Layout(String indent) {
            this.indent = indent;
        }
    }

    /**
     * An object with a list that may be longer than the memory.
     *
     * @param head the members before it
     * @param rest the members behind it, asked for when the list is written
     */
    public record Listing(
            JsonValue.Obj head, String name, Iterable<? extends JsonValue> items, Supplier<JsonValue.Obj> rest) {}

    /**
     * Writes it item by item.
     *
     * @param out stays open; its failures are thrown as {@link UncheckedIOException}
     */
    public static void write(Listing listing, Layout layout, Writer out) {
        write(layout, out, writer -> {
            writer.beginObject();
            writeMembers(writer, listing.head);
            writer.name(listing.name).beginArray();
            for (var item : listing.items) {
                write(writer, item);
            }
            writer.endArray();
            writeMembers(writer, listing.rest.get());
            writer.endObject();
        });
    }

    private static String written(JsonValue value, Layout layout) {
        var out = new StringWriter();
        write(layout, out, writer -> write(writer, value));
        return out.toString();
    }

    private static void write(Layout layout, Writer out, Writing writing) {
        var writer = new JsonWriter(new TerminalSafeWriter(out));
        writer.setStrictness(Strictness.STRICT);
        writer.setHtmlSafe(false);
        writer.setIndent(layout.indent);
        try {
            writing.to(writer);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Writing {
        void to(JsonWriter out) throws IOException;
    }

    private static void writeMembers(JsonWriter out, JsonValue.Obj object) throws IOException {
        for (var member : object.members().entrySet()) {
            out.name(member.getKey());
            write(out, member.getValue());
        }
    }

    private static void write(JsonWriter out, JsonValue value) throws IOException {
        switch (value) {
            case JsonValue.Obj object -> {
                out.beginObject();
                writeMembers(out, object);
                out.endObject();
            }
            case JsonValue.Arr(var items) -> {
                out.beginArray();
                for (var item : items) {
                    write(out, item);
                }
                out.endArray();
            }
            case JsonValue.Str(var text) -> out.value(text);
            case JsonValue.Num(var text) -> out.jsonValue(text);
            case JsonValue.Bool(var bool) -> out.value(bool);
            case JsonValue.Null _ -> out.nullValue();
        }
    }
}

package ai.zavora.base.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * Walks through a JSON document that people write by hand, and knows the line of what it looks at. Strict, and stricter
 * than RFC 8259 in that half a surrogate pair is refused. Not safe for several threads.
 */
public final class JsonCursor {
    private final LineByLine lines;
    private final JsonReader in;

    /** What kind of value comes next. */
    public enum Kind {
        OBJECT("an object"),
        ARRAY("an array"),
        STRING("a string"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("null");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** The kind in words, for example {@code an object}. */
        public String words() {
            return words;
        }
    }

    /** Begins before the first value. */
    public JsonCursor(String text) {
        this.lines = new LineByLine(text);
        this.in = new JsonReader(lines);
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(Json.MAX_DEPTH);
    }

    /** The line, from 1, of what was last looked at, or of what made it fail. */
    public int line() {
        return lines.line;
    }

    /**
     * Looks at the next value.
     *
     * @throws JsonException when there is none
     */
    public Kind kind() throws JsonException {
        return reading(() -> switch (in.peek()) {
            case BEGIN_OBJECT -> Kind.OBJECT;
            case BEGIN_ARRAY -> Kind.ARRAY;
            case STRING -> Kind.STRING;
            case NUMBER -> Kind.NUMBER;
            case BOOLEAN -> Kind.BOOLEAN;
            case NULL -> Kind.NULL;
            case NAME, END_OBJECT, END_ARRAY, END_DOCUMENT -> throw new MalformedJsonException("no value");
        });
    }

    /** Goes into the object that comes next. */
    public void enterObject() throws JsonException {
        reading(() -> {
            in.beginObject();
            return true;
        });
    }

    /** Takes the name of the next member; empty behind the last, and then the cursor is behind the object. */
    public Optional<String> name() throws JsonException {
        return reading(() -> {
            if (in.hasNext()) {
                return Optional.of(in.nextName());
            }
            in.endObject();
            return Optional.empty();
        });
    }

    /** Goes into the array that comes next. */
    public void enterArray() throws JsonException {
        reading(() -> {
            in.beginArray();
            return true;
        });
    }

    /** Whether an item comes next; when not, the cursor is behind the array. */
    public boolean hasItem() throws JsonException {
        return reading(() -> {
            if (in.hasNext()) {
                return true;
            }
            in.endArray();
            return false;
        });
    }

    /** Takes the next value, a string. */
    public String string() throws JsonException {
        return reading(in::nextString);
    }

    /** Takes the next value, a number. */
    public JsonValue.Num number() throws JsonException {
        return reading(() -> JsonValue.Num.of(in.nextString()));
    }

    /** Passes over the next value, whatever it is. */
    public void skip() throws JsonException {
        reading(() -> {
            in.skipValue();
            return true;
        });
    }

    /**
     * Makes sure that nothing follows.
     *
     * @throws JsonException when something does
     */
    public void end() throws JsonException {
        reading(() -> {
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonException("more text follows the JSON value");
            }
            return true;
        });
    }

    private static <T> T reading(Step<T> step) throws JsonException {
        try {
            return step.run();
        } catch (EOFException e) {
            throw new JsonException("the JSON ends too early");
        } catch (MalformedJsonException | NumberFormatException | IllegalStateException e) {
            throw new JsonException("not well-formed JSON, or half a surrogate pair");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step<T> {
        T run() throws JsonException, IOException;
    }

    /** Gives the parser no more than it asks for beyond the line it is on, so that the line is that of the parser. */
    private static final class LineByLine extends Reader {
        private final String text;
        private int position;
        private int line = 1;

        LineByLine(String text) {
            this.text = text;
        }

        @Override
        public int read(char[] buffer, int offset, int length) {
            if (position == text.length()) {
                return -1;
            }
            if (position > 0 && text.charAt(position - 1) == '\n') {
                line++;
            }
            var feed = text.indexOf('\n', position);
            var lineEnd = feed < 0 ? text.length() : feed + 1;
            var count = Math.min(length, lineEnd - position);
            text.getChars(position, position + count, buffer, offset);
            position += count;
            return count;
        }

        @Override
        public void close() {}
    }
}

package ai.zavora.base.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * Reads one JSON object member by member, and an array in it item by item, so that a document may be larger than the
 * memory. Strict, and stricter than RFC 8259 in that half a surrogate pair is refused, and a
 * name that stands twice in a value. Not safe for several threads.
 */
public final class JsonMembers implements AutoCloseable {
    private final Limit limit;
    private final JsonReader in;
    private boolean begun;
    private boolean inArray;

    /**
     * @param text closed with this
     * @param maxDepth the deepest nesting accepted
     * @param maxChars how long one value, or one item, may be
     */
    public JsonMembers(Reader text, int maxDepth, int maxChars) {
        this.limit = new Limit(text, maxChars);
        this.in = new JsonReader(limit);
        in.setStrictness(Strictness.STRICT);
        in.setNestingLimit(maxDepth);
    }

    /**
     * The name of the next member, whose value is to be taken before the next call; empty at the end.
     *
     * @throws JsonException when the text is no well-formed JSON object, or more follows it
     */
    public Optional<String> next() throws JsonException, IOException {
        return reading(() -> {
            if (!begun) {
                if (in.peek() != JsonToken.BEGIN_OBJECT) {
                    throw new JsonException("a JSON object was expected");
                }
                in.beginObject();
                begun = true;
            }
            if (in.hasNext()) {
                return Optional.of(in.nextName());
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new JsonException("more text follows the JSON value");
            }
            return Optional.empty();
        });
    }

    /**
     * The whole value of the member.
     *
     * @throws JsonException when it is not well-formed, or too long
     */
    public JsonValue value() throws JsonException, IOException {
        return reading(() -> Json.read(in, Json.Repeats.REFUSED));
    }

    /**
     * The next item of the array that is the member's value; empty behind the last.
     *
     * @throws JsonException when it is not well-formed or too long, or the value is no array
     */
    public Optional<JsonValue> item() throws JsonException, IOException {
        return reading(() -> {
            if (!inArray) {
                if (in.peek() != JsonToken.BEGIN_ARRAY) {
                    throw new JsonException("an array was expected");
                }
                in.beginArray();
                inArray = true;
            }
            if (in.hasNext()) {
                return Optional.of(Json.read(in, Json.Repeats.REFUSED));
            }
            in.endArray();
            inArray = false;
            return Optional.empty();
        });
    }

    private <T> T reading(Step<T> step) throws JsonException, IOException {
        limit.restart();
        try {
            return step.run();
        } catch (Limit.ExceededException e) {
            throw new JsonException("a value is longer than " + (limit.chars >> 20) + " Mi characters");
        } catch (Json.RepeatedNameException e) {
            throw new JsonException("a name stands twice in an object");
        } catch (EOFException e) {
            throw new JsonException("the JSON ends too early");
        } catch (MalformedJsonException | NumberFormatException | IllegalStateException e) {
            throw new JsonException("not well-formed JSON, or half a surrogate pair");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private interface Step<T> {
        T run() throws JsonException, IOException;
    }

    /** Ends a value that would not fit the memory before it is all read. */
    private static final class Limit extends FilterReader {
        private final int chars;
        private long read;

        Limit(Reader in, int chars) {
            super(in);
            this.chars = chars;
        }

        void restart() {
            read = 0;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            if (read > chars) {
                throw new ExceededException();
            }
            var count = super.read(buffer, offset, length);
            read += Math.max(0, count);
            return count;
        }

        static final class ExceededException extends IOException {}
    }
}

package ai.zavora.surface.server.wire;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** An answer. */
public sealed interface ApiResponse {

    /** The status code. */
    int status();

    /** Header fields beside those of the content. */
    Map<String, String> headers();

    /**
     * An answer that is there as a whole.
     *
     * @param content sent in UTF-8
     */
    record Whole(int status, Map<String, String> headers, String contentType, String content) implements ApiResponse {
        public Whole {
            headers = Map.copyOf(headers);
        }

        /** The same with one more header field. */
        public Whole with(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Whole(status, more, contentType, content);
        }
    }

    /** Server-sent events, status 200, as long as the source has some. */
    record Events(Map<String, String> headers, EventSource source) implements ApiResponse {
        public Events {
            headers = Map.copyOf(headers);
        }

        @Override
        public int status() {
            return 200;
        }

        /** The same with one more header field. */
        public Events with(String name, String value) {
            var more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Events(more, source);
        }
    }

    /** Text that is written as it is made, status 200; an answer that breaks off ends its connection. */
    record Pieces(Map<String, String> headers, String contentType, TextSource source) implements ApiResponse {
        public Pieces {
            headers = Map.copyOf(headers);
        }

        @Override
        public int status() {
            return 200;
        }
    }

    /** Where a text comes from. */
    interface TextSource {
        /**
         * Writes all of it.
         *
         * @param out takes the pieces in order; throws {@link java.io.UncheckedIOException} when the reader has gone
         */
        void writeTo(Consumer<String> out);
    }

    /** Where events come from. */
    interface EventSource {
        /**
         * Writes until there are no more.
         *
         * @throws IOException when the reader has gone
         */
        void writeTo(EventWriter out) throws IOException, InterruptedException;
    }

    /** A JSON object. */
    static Whole json(int status, JsonValue.Obj body) {
        return new Whole(status, Map.of(), "application/json", Json.write(body));
    }

    /** A JSON object, status 200. */
    static Whole json(JsonValue.Obj body) {
        return json(200, body);
    }

    /** Text of that media type, status 200. */
    static Whole text(String contentType, String text) {
        return new Whole(200, Map.of(), contentType, text);
    }
}

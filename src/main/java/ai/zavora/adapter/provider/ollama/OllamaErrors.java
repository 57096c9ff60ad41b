package ai.zavora.adapter.provider.ollama;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelException.Reason;
import java.util.Optional;

/** Reads Ollama's errors: an object with one text, {@code error}. */
final class OllamaErrors {
    private OllamaErrors() {}

    /** Why a request was refused. */
    static Reason reason(int status, Optional<JsonValue.Obj> body) {
        return body.filter(OllamaErrors::overflow).isPresent() ? Reason.CONTEXT_OVERFLOW : Reason.BAD_REQUEST;
    }

    /** Why the server ended a stream with an error. */
    static Reason inStream(JsonValue.Obj line) {
        return overflow(line) ? Reason.CONTEXT_OVERFLOW : Reason.SERVER_ERROR;
    }

    /** The engine's own typed error is passed on as JSON within the text. */
    private static boolean overflow(JsonValue.Obj body) {
        return body.string("error")
                .flatMap(OllamaErrors::object)
                .flatMap(inner -> inner.object("error"))
                .flatMap(error -> error.string("type"))
                .filter("exceed_context_size_error"::equals)
                .isPresent();
    }

    private static Optional<JsonValue.Obj> object(String text) {
        try {
            return Optional.of(Json.parseObject(text));
        } catch (JsonException plainText) {
            return Optional.empty();
        }
    }
}

package ai.zavora.base.json;

/** Text that is not the JSON its reader required. The message says what is wrong and where, never the text itself. */
public final class JsonException extends Exception {
    public JsonException(String message) {
        super(message);
    }
}

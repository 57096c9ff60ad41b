package ai.zavora.testing;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;

/** Writes server-sent events (WHATWG HTML, section 9.2). */
final class Sse {
    private Sse() {}

    static String data(JsonValue.Obj data) {
        return "data: " + Json.write(data) + "\n\n";
    }

    /** An event whose name is the {@code type} of its data. */
    static String typed(JsonValue.Obj data) {
        return "event: " + data.string("type").orElseThrow() + "\n" + data(data);
    }
}

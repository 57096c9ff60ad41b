package ai.zavora.adapter.store.sqlite;

import ai.zavora.base.json.JsonValue;
import java.util.Optional;

/**
 * One part of a message as the earlier implementation wrote it: untagged, told apart by its members.
 */
sealed interface LegacyParts {

    /** Its kind in the counts. */
    String kind();

    /** What the model thought. */
    record Thinking(String text) implements LegacyParts {
        @Override
        public String kind() {
            return "thinking";
        }
    }

    /** Text, or what stands for a part a model cannot be shown. */
    record Plain(String kind, String text) implements LegacyParts {}

    /** An image in the message itself. */
    record Picture(String mimeType, String base64) implements LegacyParts {
        @Override
        public String kind() {
            return "inline_data";
        }
    }

    /** A tool call; many have no id. */
    record Call(Optional<String> id, String name, JsonValue arguments) implements LegacyParts {
        @Override
        public String kind() {
            return "call";
        }
    }

    /** The result of one. */
    record Result(Optional<String> id, String name, JsonValue.Obj response) implements LegacyParts {
        @Override
        public String kind() {
            return "result";
        }
    }

    /** Reads a part; whatever it is, it comes out as something. */
    static LegacyParts of(JsonValue part) {
        if (!(part instanceof JsonValue.Obj object)) {
            return new Plain("unknown", "[unknown part]");
        }
        // the order matters: a thinking part may be told by its own member only
        if (object.string("thinking").isPresent()) {
            return new Thinking(object.string("thinking").get());
        }
        if (object.string("text").isPresent()) {
            return new Plain("text", object.string("text").get());
        }
        if (object.object("functionResponse").isPresent()) {
            return result(object, object.object("functionResponse").get());
        }
        if (object.string("name").isPresent() && object.get("args").isPresent()) {
            return new Call(
                    id(object),
                    object.string("name").get(),
                    LegacyBytes.expand(object.get("args").get()));
        }
        return attachment(object);
    }

    private static LegacyParts attachment(JsonValue.Obj object) {
        var mimeType = object.string("mime_type").orElse("unknown type");
        if (object.string("file_uri").isPresent()) {
            return new Plain(
                    "file",
                    "[file: " + mimeType + " " + object.string("file_uri").get() + "]");
        }
        if (object.string("mime_type").isPresent() && object.get("data").isPresent()) {
            var base64 = LegacyBytes.base64(object.get("data"));
            return base64.isPresent() && mimeType.startsWith("image/")
                    ? new Picture(mimeType, base64.get())
                    : new Plain("inline_data", "[file: " + mimeType + "]");
        }
        if (object.get("server_tool_call").isPresent()) {
            return new Plain("server_tool", "[call of a tool at the provider]");
        }
        if (object.get("server_tool_response").isPresent()) {
            return new Plain("server_tool", "[result of a tool at the provider]");
        }
        return object.object("resource").map(LegacyParts::resource).orElse(new Plain("unknown", "[unknown part]"));
    }

    private static LegacyParts resource(JsonValue.Obj resource) {
        var uri = resource.string("uri").orElse("without address");
        var text = resource.string("text").map(content -> "\n" + content).orElse("");
        return new Plain("resource", "[resource: " + uri + "]" + text);
    }

    private static Result result(JsonValue.Obj part, JsonValue.Obj inner) {
        var response = LegacyBytes.expand(inner.get("response").orElse(JsonValue.Null.NULL));
        return new Result(
                id(part).or(() -> id(inner)),
                inner.string("name").orElse("unknown"),
                response instanceof JsonValue.Obj object
                        ? object
                        : JsonValue.object().put("result", response).build());
    }

    private static Optional<String> id(JsonValue.Obj object) {
        return object.string("id").filter(id -> !id.isBlank());
    }
}

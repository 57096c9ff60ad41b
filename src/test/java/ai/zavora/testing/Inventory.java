package ai.zavora.testing;

import ai.zavora.base.json.JsonValue;
import java.util.List;
import java.util.Optional;

/** What {@link ModelServer} says about itself: lists of models and versions, in each provider's format. */
final class Inventory {
    private static final String MODEL = "test-model";

    private Inventory() {}

    /** The answer to a request that is not for a model; empty when there is nothing at that path. */
    static Optional<JsonValue.Obj> of(SentRequest request) {
        var path = request.path();
        if (path.equals("/api/version")) {
            return Optional.of(JsonValue.object().put("version", "0.13.0").build());
        }
        if (path.equals("/api/tags")) {
            return Optional.of(
                    list("models", JsonValue.object().put("name", MODEL).put("model", MODEL)));
        }
        if (path.equals("/v1beta/models")) {
            return Optional.of(list("models", JsonValue.object().put("name", "models/" + MODEL)));
        }
        if (path.endsWith("/models")) {
            return Optional.of(list("data", JsonValue.object().put("id", MODEL).put("object", "model")));
        }
        return Optional.empty();
    }

    private static JsonValue.Obj list(String name, JsonValue.ObjectBuilder entry) {
        return JsonValue.object()
                .put(name, JsonValue.array(List.of(entry.build())))
                .build();
    }
}

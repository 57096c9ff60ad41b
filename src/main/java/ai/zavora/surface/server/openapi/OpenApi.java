package ai.zavora.surface.server.openapi;

import ai.zavora.base.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes the description out of the routes there are. Pure. */
public final class OpenApi {
    private OpenApi() {}

    /**
     * One operation.
     *
     * @param path with its variables in braces
     * @param scopes of which a caller needs one; empty where anybody may call
     */
    public record Operation(String method, String path, List<String> scopes, RouteDoc doc) {}

    /** The whole document. */
    public static JsonValue.Obj document(String version, List<Operation> operations) {
        var paths = new LinkedHashMap<String, JsonValue.ObjectBuilder>();
        for (var operation : operations) {
            paths.computeIfAbsent(operation.path(), _ -> JsonValue.object())
                    .put(operation.method().toLowerCase(Locale.ROOT), operation(operation));
        }
        var built = JsonValue.object();
        paths.forEach((path, item) -> built.put(path, item.build()));
        return JsonValue.object()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        JsonValue.object()
                                .put("title", "zavora-cli server")
                                .put("version", version)
                                .build())
                .put("paths", built.build())
                .put("components", components())
                .build();
    }

    private static JsonValue.Obj components() {
        var bearer = JsonValue.object().put("type", "http").put("scheme", "bearer");
        var reference =
                JsonValue.object().put("$ref", "#/components/schemas/Error").build();
        return JsonValue.object()
                .put("schemas", JsonValue.object().put("Error", error()).build())
                .put(
                        "responses",
                        JsonValue.object()
                                .put("Error", response("What went wrong", Map.of("application/json", reference)))
                                .build())
                .put(
                        "securitySchemes",
                        JsonValue.object().put("token", bearer.build()).build())
                .build();
    }

    private static JsonValue.Obj error() {
        return Schema.object()
                .must("error", Schema.text())
                .must("category", Schema.text())
                .must("message", Schema.text())
                .must("hint", Schema.text())
                .must("request_id", Schema.text())
                .build();
    }

    private static JsonValue.Obj operation(Operation operation) {
        var doc = operation.doc();
        var built = JsonValue.object().put("summary", doc.summary());
        if (!operation.scopes().isEmpty()) {
            built.put(
                            "description",
                            "Where the server asks for tokens: scope " + String.join(" or ", operation.scopes()) + ".")
                    .put("security", security(operation.scopes()));
        }
        var parameters = parameters(operation);
        if (!parameters.isEmpty()) {
            built.put("parameters", JsonValue.array(parameters));
        }
        doc.body()
                .ifPresent(schema -> built.put(
                        "requestBody",
                        JsonValue.object()
                                .put("required", true)
                                .put("content", content(Map.of("application/json", schema)))
                                .build()));
        return built.put("responses", responses(doc)).build();
    }

    /** A token of one of the scopes, or none where the server asks for none. */
    private static JsonValue security(List<String> scopes) {
        var ways = new ArrayList<JsonValue>();
        for (var scope : scopes) {
            ways.add(JsonValue.object()
                    .put("token", JsonValue.of(List.of(scope)))
                    .build());
        }
        ways.add(JsonValue.Obj.EMPTY);
        return JsonValue.array(ways);
    }

    private static List<JsonValue> parameters(Operation operation) {
        var parameters = new ArrayList<JsonValue>();
        for (var segment : operation.path().split("/", -1)) {
            if (segment.startsWith("{")) {
                parameters.add(JsonValue.object()
                        .put("name", segment.substring(1, segment.length() - 1))
                        .put("in", "path")
                        .put("required", true)
                        .put("schema", Schema.text())
                        .build());
            }
        }
        for (var parameter : operation.doc().parameters()) {
            parameters.add(JsonValue.object()
                    .put("name", parameter.name())
                    .put("in", parameter.place().word())
                    .put("required", false)
                    .put("description", parameter.meaning())
                    .put("schema", parameter.schema())
                    .build());
        }
        return parameters;
    }

    private static JsonValue.Obj responses(RouteDoc doc) {
        var byStatus = new LinkedHashMap<Integer, Map<String, JsonValue.Obj>>();
        for (var answer : doc.answers()) {
            byStatus.computeIfAbsent(answer.status(), _ -> new LinkedHashMap<>())
                    .put(answer.mediaType(), answer.schema());
        }
        var responses = JsonValue.object();
        byStatus.forEach(
                (status, types) -> responses.put(Integer.toString(status), response("Status " + status, types)));
        var common = JsonValue.object().put("$ref", "#/components/responses/Error");
        var errors = doc.errors()
                .map(schema -> response("What went wrong", Map.of("application/json", schema)))
                .orElseGet(common::build);
        return responses.put("default", errors).build();
    }

    private static JsonValue.Obj response(String meaning, Map<String, JsonValue.Obj> types) {
        return JsonValue.object()
                .put("description", meaning)
                .put("content", content(types))
                .build();
    }

    private static JsonValue.Obj content(Map<String, JsonValue.Obj> types) {
        var content = JsonValue.object();
        types.forEach((type, schema) ->
                content.put(type, JsonValue.object().put("schema", schema).build()));
        return content.build();
    }
}

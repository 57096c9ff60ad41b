package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.openapi.RouteDoc;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One request there is.
 *
 * @param path segments behind slashes; one in braces takes any value
 * @param scope what a caller needs; empty where anybody may call
 * @param doc for the description of the interface
 */
record Route(String method, String path, Optional<Scope> scope, RouteDoc doc, Handler handler) {

    /** Does it. */
    interface Handler {
        ApiResponse handle(Call call) throws InterruptedException;
    }

    static Route open(String method, String path, String summary, Handler handler) {
        return new Route(method, path, Optional.empty(), RouteDoc.of(summary), handler);
    }

    static Route scoped(Scope scope, String method, String path, String summary, Handler handler) {
        return new Route(method, path, Optional.of(scope), RouteDoc.of(summary), handler);
    }

    private Route with(RouteDoc other) {
        return new Route(method, path, scope, other, handler);
    }

    /** Describes what may stand behind the question mark. */
    Route query(String name, String meaning, JsonValue.Obj schema) {
        return with(doc.with(new RouteDoc.Parameter(name, meaning, schema)));
    }

    /** Describes what is sent. */
    Route body(JsonValue.Obj schema) {
        return with(doc.withBody(schema));
    }

    /** Describes an answer in JSON. */
    Route answers(int status, JsonValue.Obj schema) {
        return answers(status, "application/json", schema);
    }

    /** Describes an answer of another media type. */
    Route answers(int status, String mediaType, JsonValue.Obj schema) {
        return with(doc.with(new RouteDoc.Answer(status, mediaType, schema)));
    }

    /**
     * The values of its braces in a path.
     *
     * @param segments of the path asked for, decoded
     * @return empty when the path is another
     */
    Optional<Map<String, String>> match(List<String> segments) {
        var own = segments(path);
        if (own.size() != segments.size()) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (var i = 0; i < own.size(); i++) {
            var name = own.get(i);
            if (name.startsWith("{")) {
                values.put(name.substring(1, name.length() - 1), segments.get(i));
            } else if (!name.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /** What lies between the slashes. */
    static List<String> segments(String path) {
        var segments = new ArrayList<String>();
        for (var segment : path.substring(1).split("/", -1)) {
            segments.add(segment);
        }
        return segments;
    }
}

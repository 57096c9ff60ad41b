package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.openapi.RouteDoc;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.ErrorForm;
import java.util.List;
import java.util.stream.Stream;

/**
 * One request there is.
 *
 * @param scopes of which a caller needs one; empty where anybody may call
 * @param doc for the description of the interface
 * @param errors how it words what went wrong
 */
record Route(String method, PathPattern path, List<Scope> scopes, RouteDoc doc, Handler handler, ErrorForm errors) {

    /** Does it. */
    interface Handler {
        ApiResponse handle(Call call) throws InterruptedException;
    }

    static Route open(String method, String path, String summary, Handler handler) {
        return new Route(method, PathPattern.of(path), List.of(), RouteDoc.of(summary), handler, ApiException::body);
    }

    static Route scoped(Scope scope, String method, String path, String summary, Handler handler) {
        return new Route(
                method, PathPattern.of(path), List.of(scope), RouteDoc.of(summary), handler, ApiException::body);
    }

    /** The same for callers with another scope too. */
    Route alsoFor(Scope scope) {
        return new Route(
                method, path, Stream.concat(scopes.stream(), Stream.of(scope)).toList(), doc, handler, errors);
    }

    private Route with(RouteDoc other) {
        return new Route(method, path, scopes, other, handler, errors);
    }

    /** The same, which words what went wrong in a way of its own, described by a schema. */
    Route errors(ErrorForm form, JsonValue.Obj schema) {
        return new Route(method, path, scopes, doc.withErrors(schema), handler, form);
    }

    /** Describes what may stand behind the question mark. */
    Route query(String name, String meaning, JsonValue.Obj schema) {
        return with(doc.with(new RouteDoc.Parameter(RouteDoc.Place.QUERY, name, meaning, schema)));
    }

    /** Describes a header field that may be sent. */
    Route header(String name, String meaning, JsonValue.Obj schema) {
        return with(doc.with(new RouteDoc.Parameter(RouteDoc.Place.HEADER, name, meaning, schema)));
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
}

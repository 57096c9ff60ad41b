package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.openapi.RouteDoc;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.ErrorForm;
import java.util.Optional;

/**
 * One request there is.
 *
 * @param scope what a caller needs; empty where anybody may call
 * @param doc for the description of the interface
 * @param errors how it words what went wrong
 */
record Route(String method, PathPattern path, Optional<Scope> scope, RouteDoc doc, Handler handler, ErrorForm errors) {

    /** Does it. */
    interface Handler {
        ApiResponse handle(Call call) throws InterruptedException;
    }

    static Route open(String method, String path, String summary, Handler handler) {
        return new Route(
                method, PathPattern.of(path), Optional.empty(), RouteDoc.of(summary), handler, ApiException::body);
    }

    static Route scoped(Scope scope, String method, String path, String summary, Handler handler) {
        return new Route(
                method, PathPattern.of(path), Optional.of(scope), RouteDoc.of(summary), handler, ApiException::body);
    }

    private Route with(RouteDoc other) {
        return new Route(method, path, scope, other, handler, errors);
    }

    /** The same, which words what went wrong in a way of its own, described by a schema. */
    Route errors(ErrorForm form, JsonValue.Obj schema) {
        return new Route(method, path, scope, doc.withErrors(schema), handler, form);
    }

    /** Describes what may stand behind the question mark. */
    Route query(String name, String meaning, JsonValue.Obj schema) {
        return with(doc.with(new RouteDoc.Parameter(RouteDoc.Place.QUERY, name, meaning, schema)));
    }

    /** Describes a header field that is looked at. */
    Route header(String name, String meaning) {
        return with(doc.with(new RouteDoc.Parameter(RouteDoc.Place.HEADER, name, meaning, Schema.text())));
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

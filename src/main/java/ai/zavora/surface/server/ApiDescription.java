package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.openapi.OpenApi;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.ArrayList;
import java.util.List;

/** Tells callers which routes there are, from the table that requests are matched against. */
final class ApiDescription {
    private final List<Route> others;
    private final String version;

    private ApiDescription(List<Route> others, String version) {
        this.others = List.copyOf(others);
        this.version = version;
    }

    /** The route that describes the given ones and itself. */
    static Route route(List<Route> others, String version) {
        return new ApiDescription(others, version).own();
    }

    private Route own() {
        return Route.open("GET", "/openapi.json", "This description, OpenAPI 3.1", this::describe)
                .answers(200, ApiSchemas.DESCRIPTION);
    }

    private ApiResponse describe(Call call) {
        var all = new ArrayList<>(others);
        all.add(own());
        return ApiResponse.json(document(version, all));
    }

    static JsonValue.Obj document(String version, List<Route> routes) {
        return OpenApi.document(
                version,
                routes.stream()
                        .map(route -> new OpenApi.Operation(
                                route.method(),
                                route.path().text(),
                                route.scopes().stream().map(Scope::word).toList(),
                                route.doc()))
                        .toList());
    }
}

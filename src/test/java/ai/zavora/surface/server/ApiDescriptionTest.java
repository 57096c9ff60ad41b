package ai.zavora.surface.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The description of routes. */
final class ApiDescriptionTest {
    private static final List<Route> ROUTES = List.of(
            Route.open("GET", "/a", "Reads a", _ -> ApiResponse.json(JsonValue.Obj.EMPTY))
                    .answers(200, Schema.anyObject())
                    .answers(200, "text/plain", Schema.text()),
            Route.scoped(Scope.ASK, "POST", "/a", "Makes a", _ -> ApiResponse.json(JsonValue.Obj.EMPTY))
                    .body(Schema.object().must("x", Schema.truth()).build()),
            Route.scoped(Scope.READ, "GET", "/a/{id}/b/{name}", "Reads b", _ -> ApiResponse.json(JsonValue.Obj.EMPTY))
                    .query("limit", "How many.", Schema.whole(1, 2)));

    private static JsonValue.Obj at(JsonValue.Obj object, String... names) {
        var found = object;
        for (var name : names) {
            found = found.object(name).orElseThrow();
        }
        return found;
    }

    @Test
    void holdsEveryRouteAndNothingElse() {
        var paths = at(ApiDescription.document("1.2.3", ROUTES), "paths");

        assertThat(paths.members().keySet()).containsExactly("/a", "/a/{id}/b/{name}");
        assertThat(at(paths, "/a").members().keySet()).containsExactly("get", "post");
        assertThat(at(paths, "/a/{id}/b/{name}").members().keySet()).containsExactly("get");
    }

    @Test
    void tellsWhatEachTakesAndAnswers() {
        var paths = at(ApiDescription.document("1.2.3", ROUTES), "paths");
        var parameters = at(paths, "/a/{id}/b/{name}", "get").array("parameters");

        assertThat(parameters)
                .extracting(
                        parameter -> ((JsonValue.Obj) parameter).string("name").orElseThrow())
                .containsExactly("id", "name", "limit");
        assertThat(at(paths, "/a", "get", "responses", "200", "content")
                        .members()
                        .keySet())
                .containsExactly("application/json", "text/plain");
        assertThat(at(paths, "/a", "get").get("security")).isEmpty();
        assertThat(at(paths, "/a", "post").array("security")).hasSize(2);
        assertThat(at(paths, "/a", "post", "requestBody", "content", "application/json", "schema")
                        .array("required"))
                .containsExactly(JsonValue.of("x"));
    }
}

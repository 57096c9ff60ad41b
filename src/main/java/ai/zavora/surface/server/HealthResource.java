package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Tokens;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.List;

/** Whether the server is alive. */
final class HealthResource {
    private final ServerServices services;
    private final Tokens tokens;

    HealthResource(ServerServices services, Tokens tokens) {
        this.services = services;
        this.tokens = tokens;
    }

    List<Route> routes() {
        return List.of(Route.open("GET", "/healthz", "Whether the process is alive", this::alive));
    }

    private ApiResponse alive(Call call) {
        var answer = JsonValue.object().put("status", "ok");
        if (tokens.required() && call.caller().known()) {
            var settings = services.settings();
            answer.put("app_name", settings.sessions().app())
                    .put("profile", settings.profile().name());
        }
        return ApiResponse.json(answer.build());
    }
}

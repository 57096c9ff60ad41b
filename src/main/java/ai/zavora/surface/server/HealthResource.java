package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Tokens;
import ai.zavora.surface.server.health.Readiness;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether the server is alive, and whether it can do its work. */
final class HealthResource {
    private final ServerServices services;
    private final Tokens tokens;
    private final Readiness readiness;

    HealthResource(ServerServices services, Tokens tokens, Readiness readiness) {
        this.services = services;
        this.tokens = tokens;
        this.readiness = readiness;
    }

    List<Route> routes() {
        return List.of(
                Route.open("GET", "/healthz", "Whether the process is alive", this::alive)
                        .answers(200, ApiSchemas.ALIVE),
                Route.open("GET", "/readyz", "Whether turns can run", this::ready)
                        .answers(200, ApiSchemas.READY)
                        .answers(503, ApiSchemas.READY));
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

    private ApiResponse ready(Call call) throws InterruptedException {
        var found = readiness.look();
        var ready = found.values().stream().allMatch(Optional::isEmpty);
        var answer = JsonValue.object().put("status", ready ? "ready" : "not_ready");
        if (call.caller().known()) {
            answer.put("checks", checks(found));
        }
        return ApiResponse.json(ready ? 200 : 503, answer.build()).with("Cache-Control", "no-store");
    }

    private static JsonValue.Obj checks(Map<String, Optional<String>> found) {
        var checks = JsonValue.object();
        found.forEach((name, problem) -> checks.put(
                name,
                JsonValue.object()
                        .put("status", problem.isEmpty() ? "ok" : "failed")
                        .putIfPresent("problem", problem.map(JsonValue::of))
                        .build()));
        return checks.build();
    }
}

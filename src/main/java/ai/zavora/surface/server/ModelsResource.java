package ai.zavora.surface.server;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.completions.CompletionErrors;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import java.time.Instant;
import java.util.List;

/** The models that clients of OpenAI can name here: the one the agent asks, and a name that stays when it changes. */
final class ModelsResource {
    /** The name that stays. */
    static final String ALIAS = "zavora";

    private static final JsonValue.Obj MODEL = Schema.object()
            .must("id", Schema.text())
            .must("object", Schema.choice("model"))
            .must("created", Schema.whole(0))
            .must("owned_by", Schema.text())
            .build();

    private static final JsonValue.Obj MODELS = Schema.object()
            .must("object", Schema.choice("list"))
            .must("data", Schema.list(MODEL))
            .build();

    private final ServerServices services;
    private final Instant started;

    ModelsResource(ServerServices services) {
        this.services = services;
        this.started = services.clock().instant();
    }

    List<Route> routes() {
        return List.of(
                Route.scoped(Scope.ASK, "GET", "/v1/models", "The models a chat completion can name", this::list)
                        .answers(200, MODELS)
                        .errors(CompletionErrors::body, CompletionErrors.SCHEMA),
                Route.scoped(Scope.ASK, "GET", "/v1/models/{model}", "One of those models", this::show)
                        .answers(200, MODEL)
                        .errors(CompletionErrors::body, CompletionErrors.SCHEMA));
    }

    private ApiResponse list(Call call) throws InterruptedException {
        var route = route();
        return ApiResponse.json(JsonValue.object()
                .put("object", "list")
                .put(
                        "data",
                        JsonValue.array(
                                route.model().equals(ALIAS)
                                        ? List.of(model(ALIAS, route))
                                        : List.of(model(route.model(), route), model(ALIAS, route))))
                .build());
    }

    private ApiResponse show(Call call) throws InterruptedException {
        var name = call.variable("model");
        return ApiResponse.json(model(name, named(name)));
    }

    private JsonValue.Obj model(String name, ModelRoute route) {
        return JsonValue.object()
                .put("id", name)
                .put("object", "model")
                .put("created", started.getEpochSecond())
                .put("owned_by", route.provider())
                .build();
    }

    /**
     * The route that is meant by a name.
     *
     * @throws ApiException 404, when it is none of this server's; 503, when no model is configured
     */
    ModelRoute named(String name) throws InterruptedException {
        var route = route();
        if (!name.equals(ALIAS) && !name.equals(route.model())) {
            throw ApiException.notFound(
                            "This server has no such model.",
                            "Name " + route.model() + " or " + ALIAS + "; GET /v1/models lists them.")
                    .coded("model_not_found")
                    .about("model");
        }
        return route;
    }

    private ModelRoute route() throws InterruptedException {
        try {
            return services.route();
        } catch (ZavoraException e) {
            throw e.kind() == ErrorKind.PROVIDER ? Failures.noModel(e) : e;
        }
    }
}

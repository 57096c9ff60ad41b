package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.approval.ApprovalState;
import ai.zavora.surface.server.approval.Approvals;
import ai.zavora.surface.server.approval.Resolution;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.List;
import java.util.Optional;

/** The tool calls of a user that wait for a yes or a no: listed, shown, answered. */
final class ApprovalsResource {
    private final ServerServices services;
    private final Approvals approvals;

    ApprovalsResource(ServerServices services, Approvals approvals) {
        this.services = services;
        this.approvals = approvals;
    }

    List<Route> routes() {
        var one = "/v1/approvals/{id}";
        return List.of(
                ofUser(Route.scoped(Scope.ASK, "GET", "/v1/approvals", "Tool calls that wait for approval", this::list))
                        .answers(200, ApiSchemas.APPROVALS),
                ofUser(Route.scoped(Scope.ASK, "GET", one, "A tool call that waits or waited", this::show))
                        .answers(200, ApiSchemas.APPROVAL),
                Route.scoped(Scope.ASK, "POST", one, "Approves or denies a tool call", this::answer)
                        .body(ApiSchemas.DECISION)
                        .answers(200, ApiSchemas.APPROVAL));
    }

    private static Route ofUser(Route route) {
        return route.query("user_id", "Whose approvals are meant; the caller's own without.", Schema.text());
    }

    private String user(Call call, Optional<String> asked) {
        if (asked.filter(String::isBlank).isPresent()) {
            throw ApiException.badRequest("\"user_id\" is blank.", "Give it a value or leave it out.");
        }
        return call.user(asked, services.settings().sessions().user());
    }

    private ApiResponse list(Call call) {
        var user = user(call, call.parameter("user_id"));
        return ApiResponse.json(JsonValue.object()
                .put("user", user)
                .put(
                        "approvals",
                        JsonValue.array(approvals.pending(user).stream()
                                .map(ApprovalState::json)
                                .toList()))
                .build());
    }

    private ApiResponse show(Call call) {
        var user = user(call, call.parameter("user_id"));
        return ApiResponse.json(approvals
                .find(user, call.variable("id"))
                .orElseThrow(Approvals::unknown)
                .json());
    }

    private ApiResponse answer(Call call) {
        var body = call.body();
        var user = user(call, body.optionalText("user_id"));
        var how = resolution(body);
        var by = call.caller().name();
        return ApiResponse.json(
                approvals.answer(user, call.variable("id"), how, by).json());
    }

    private static Resolution resolution(Body body) {
        var scope = body.optionalText("scope");
        return switch (body.text("decision")) {
            case "approve" ->
                switch (scope.orElse("once")) {
                    case "once" -> Resolution.APPROVED;
                    case "session" -> Resolution.TRUSTED;
                    default ->
                        throw ApiException.unprocessable(
                                "\"scope\" is neither once nor session.",
                                "Send one of them, or leave it out for once.");
                };
            case "deny" -> {
                if (scope.isPresent()) {
                    throw ApiException.unprocessable(
                            "\"scope\" goes with an approval alone.", "Leave it out: a denial is for this call.");
                }
                yield Resolution.DENIED;
            }
            default ->
                throw ApiException.unprocessable("\"decision\" is neither approve nor deny.", "Send one of them.");
        };
    }
}

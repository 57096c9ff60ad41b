package ai.zavora.surface.server;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.server.access.Caller;
import ai.zavora.surface.server.access.Origins;
import ai.zavora.surface.server.access.RequestTarget;
import ai.zavora.surface.server.access.Tokens;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.OperatorLog;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.RequestHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** From a request to its answer: where it comes from, which route it means, who calls, and only then the doing. */
final class Api implements RequestHandler {
    private final List<Route> routes;
    private final Tokens tokens;
    private final Origins origins;
    private final OperatorLog operator;
    private final AccessLog log;
    private final ServerMetrics metrics;

    /** Who is told what happens. */
    record Watchers(OperatorLog operator, AccessLog log, ServerMetrics metrics) {}

    Api(List<Route> routes, Tokens tokens, Origins origins, Watchers watchers) {
        this.routes = List.copyOf(routes);
        this.tokens = requireNonNull(tokens, "tokens is null");
        this.origins = requireNonNull(origins, "origins is null");
        this.operator = watchers.operator();
        this.log = watchers.log();
        this.metrics = watchers.metrics();
    }

    @Override
    public Answer answer(ApiRequest request) {
        var caller = Caller.NOBODY;
        try {
            var target = RequestTarget.parse(request.target().path());
            origins.check(request, target);
            var known = tokens.caller(request.headers().all("Authorization"));
            caller = known.orElse(Caller.NOBODY);
            return new Answer(caller.name(), serve(request, target.path(), known));
        } catch (RuntimeException | Error | InterruptedException e) {
            return new Answer(caller.name(), failed(request, e));
        }
    }

    private ApiResponse failed(ApiRequest request, Throwable failure) {
        return switch (failure) {
            case ApiException e -> e.response(request.id());
            case ZavoraException e -> {
                if (e.kind() != ErrorKind.INPUT) {
                    operator.problem(request.id(), e);
                }
                yield Failures.of(e).response(request.id());
            }
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield Failures.stopping().response(request.id());
            }
            default -> {
                operator.problem(request.id(), failure);
                yield Failures.ofDefect().response(request.id());
            }
        };
    }

    private ApiResponse serve(ApiRequest request, String path, Optional<Caller> caller) throws InterruptedException {
        var found = find(request.method(), path);
        var scope = found.route().scope();
        if (scope.isPresent()) {
            var known = caller.orElseThrow(ApiException::unauthorized);
            if (!known.may(scope.get())) {
                throw ApiException.forbidden(
                        "This token may not do that.",
                        "Use a token with the scope " + scope.get().word() + ".");
            }
        }
        return found.route().handler().handle(new Call(request, caller.orElse(Caller.NOBODY), found.variables()));
    }

    private record Found(Route route, Map<String, String> variables) {}

    private Found find(String method, String path) {
        var segments = decoded(path);
        var allowed = new ArrayList<String>();
        for (var route : routes) {
            var variables = route.match(segments);
            if (variables.isPresent()) {
                if (route.method().equals(method)) {
                    return new Found(route, variables.get());
                }
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw ApiException.notFound("There is nothing at this path.", "GET /openapi.json lists what there is.");
        }
        throw ApiException.methodNotAllowed(allowed);
    }

    private static List<String> decoded(String path) {
        try {
            return Route.segments(path).stream()
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest("The path is not well-formed.", "Encode it as RFC 3986 says.");
        }
    }

    /** Which route a request means, for statistics; empty for none. */
    Optional<Route> route(ApiRequest request) {
        try {
            return Optional.of(find(
                            request.method(),
                            RequestTarget.parse(request.target().path()).path())
                    .route());
        } catch (ApiException e) {
            return Optional.empty();
        }
    }

    @Override
    public void sent(ApiRequest request, Sent sent) {
        log.request(request, sent);
        metrics.request(route(request), request.method(), sent);
    }

    @Override
    public ApiResponse.Whole malformed(int status) {
        metrics.malformed();
        return Failures.malformed(status).response(newId());
    }

    @Override
    public String newId() {
        return UUID.randomUUID().toString();
    }
}

package ai.zavora.surface.server;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.server.access.Caller;
import ai.zavora.surface.server.access.Origins;
import ai.zavora.surface.server.access.RequestTarget;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.access.Tokens;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.OperatorLog;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiRequest;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.ErrorForm;
import ai.zavora.surface.server.wire.RequestHandler;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

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
        Optional<Found> found = Optional.empty();
        ApiResponse response;
        try {
            var target = RequestTarget.parse(request.target().path());
            found = find(request.method(), target.path());
            origins.check(request, target);
            var known = tokens.caller(request.headers().all("Authorization"));
            caller = known.orElse(Caller.NOBODY);
            response = serve(request, found.orElseThrow(() -> missing(target.path())), known);
        } catch (RuntimeException | Error | InterruptedException e) {
            var failure = failure(request, e);
            var form = found.<ErrorForm>map(one -> one.route().errors()).orElse(ApiException::body);
            response = failure.response(form.body(failure, request.id()));
        }
        return new Answer(caller.name(), found.map(one -> one.route().path().text()), response);
    }

    @Override
    public ApiResponse.Whole broken(ApiRequest request, RuntimeException thrown) {
        var failure = failure(request, thrown);
        return failure.response(failure.body(request.id()));
    }

    private ApiException failure(ApiRequest request, Throwable thrown) {
        return switch (thrown) {
            case ApiException e -> e;
            case ZavoraException e -> {
                if (e.kind() != ErrorKind.INPUT) {
                    operator.problem(request.id(), e);
                }
                yield Failures.of(e);
            }
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield Failures.stopping();
            }
            default -> {
                operator.problem(request.id(), thrown);
                yield Failures.ofDefect();
            }
        };
    }

    private static ApiResponse serve(ApiRequest request, Found found, Optional<Caller> caller)
            throws InterruptedException {
        var scopes = found.route().scopes();
        if (!scopes.isEmpty()) {
            var known = caller.orElseThrow(ApiException::unauthorized);
            if (scopes.stream().noneMatch(known::may)) {
                throw ApiException.forbidden(
                        "This token may not do that.",
                        "Use a token with the scope "
                                + scopes.stream().map(Scope::word).collect(Collectors.joining(" or ")) + ".");
            }
        }
        return found.route().handler().handle(new Call(request, caller.orElse(Caller.NOBODY), found.variables()));
    }

    private record Found(Route route, Map<String, String> variables) {}

    /** The route a request means; empty for none. */
    private Optional<Found> find(String method, String path) {
        var segments = decoded(path);
        if (segments.isEmpty()) {
            return Optional.empty();
        }
        for (var route : routes) {
            if (route.method().equals(method)) {
                var variables = route.path().match(segments.get());
                if (variables.isPresent()) {
                    return Optional.of(new Found(route, variables.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Why no route is meant by a path, with the method that came with it. */
    private ApiException missing(String path) {
        var segments = decoded(path);
        if (segments.isEmpty()) {
            return ApiException.badRequest("The path is not well-formed.", "Encode it as RFC 3986 says.");
        }
        var allowed = routes.stream()
                .filter(route -> route.path().match(segments.get()).isPresent())
                .map(Route::method)
                .toList();
        return allowed.isEmpty()
                ? ApiException.notFound("There is nothing at this path.", "GET /openapi.json lists what there is.")
                : ApiException.methodNotAllowed(allowed);
    }

    /** The segments of a path; empty when it is not well-formed. */
    private static Optional<List<String>> decoded(String path) {
        try {
            return Optional.of(PathPattern.segments(path).stream()
                    .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                    .toList());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    public void sent(ApiRequest request, Sent sent) {
        log.request(request, sent);
        metrics.request(request.method(), sent);
    }

    @Override
    public ApiResponse.Whole malformed(String id, int status) {
        metrics.malformed();
        log.malformed(id, status);
        var failure = Failures.malformed(status);
        return failure.response(failure.body(id));
    }

    @Override
    public String newId() {
        return UUID.randomUUID().toString();
    }
}

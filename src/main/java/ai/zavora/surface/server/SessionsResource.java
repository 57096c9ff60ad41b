package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.session.SessionDocument;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionMarkdown;
import ai.zavora.core.session.SessionPages;
import ai.zavora.core.session.SessionSummary;
import ai.zavora.core.session.SessionView;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.idempotency.KeyedTurns;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.turn.TurnDesk;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The sessions of a user: listed, shown, exported, deleted. */
final class SessionsResource {
    static final Call.Bounds PAGE = new Call.Bounds(1, 1000);
    static final long PAGE_DEFAULT = 100;
    private static final JsonValue.Obj LIMIT = Schema.whole(PAGE.least(), PAGE.most());
    private static final Call.Bounds POSITION = new Call.Bounds(0, Long.MAX_VALUE);

    private final ServerServices services;
    private final TurnDesk desk;
    private final KeyedTurns keyed;

    SessionsResource(ServerServices services, TurnDesk desk, KeyedTurns keyed) {
        this.services = services;
        this.desk = desk;
        this.keyed = keyed;
    }

    List<Route> routes() {
        var one = "/v1/sessions/{id}";
        return List.of(
                ofUser(Route.scoped(Scope.READ, "GET", "/v1/sessions", "Lists sessions, newest first", this::list))
                        .query("limit", "How many at most; 100 without.", LIMIT)
                        .query("cursor", "The next_cursor of the page before.", Schema.text())
                        .answers(200, ApiSchemas.SESSIONS),
                ofUser(Route.scoped(Scope.READ, "GET", one, "A session with its events", this::show))
                        .query("limit", "How many events at most; 100 without.", LIMIT)
                        .query("after_seq", "Only events behind this position.", Schema.whole(0))
                        .answers(200, ApiSchemas.SESSION_WITH_EVENTS),
                ofUser(Route.scoped(Scope.READ, "GET", one + "/export", "A whole session as a document", this::export))
                        .query("format", "json without.", Schema.choice("json", "markdown"))
                        .answers(200, ApiSchemas.DOCUMENT)
                        .answers(200, "text/markdown", Schema.text()),
                ofUser(Route.scoped(Scope.ASK, "DELETE", one, "Deletes a session with its events", this::delete))
                        .answers(200, ApiSchemas.DELETED),
                ofUser(Route.scoped(Scope.READ, "GET", one + "/turns/{turn_id}", "How a turn ended", this::turn)
                                .alsoFor(Scope.ASK))
                        .answers(200, ApiSchemas.ANSWER)
                        .answers(202, ApiSchemas.RUNNING));
    }

    private static Route ofUser(Route route) {
        return route.query("user_id", "Whose sessions are meant; the caller's own without.", Schema.text());
    }

    private String user(Call call) {
        var asked = call.parameter("user_id");
        if (asked.filter(String::isBlank).isPresent()) {
            throw ApiException.badRequest("\"user_id\" is blank.", "Give it a value or leave it out.");
        }
        return call.user(asked, services.settings().sessions().user());
    }

    private SessionKey key(Call call) {
        var id = call.variable("id");
        var user = user(call);
        if (id.isBlank()) {
            throw unknown();
        }
        return new SessionKey(services.settings().sessions().app(), user, id);
    }

    private SessionSummary session(SessionKey key) {
        return services.sessions().find(key).orElseThrow(SessionsResource::unknown);
    }

    private static ApiException unknown() {
        return ApiException.notFound("There is no such session.", "GET /v1/sessions lists those there are.");
    }

    private ApiResponse list(Call call) {
        var app = services.settings().sessions().app();
        var user = user(call);
        var limit = call.number("limit", PAGE, PAGE_DEFAULT);
        var from = call.parameter("cursor").map(SessionCursor::parse);
        var items = new ArrayList<JsonValue>();
        Optional<SessionCursor> last = Optional.empty();
        Optional<String> next = Optional.empty();
        for (var session : services.sessions().list(app, user)) {
            if (from.isPresent() && !from.get().isBefore(session)) {
                continue;
            }
            if (items.size() == limit) {
                next = last.map(SessionCursor::text);
                break;
            }
            items.add(SessionView.json(session));
            last = Optional.of(SessionCursor.at(session));
        }
        return ApiResponse.json(JsonValue.object()
                .put("app", app)
                .put("user", user)
                .put("sessions", JsonValue.array(items))
                .putOrNull("next_cursor", next)
                .build());
    }

    private ApiResponse show(Call call) {
        var key = key(call);
        var limit = call.number("limit", PAGE, PAGE_DEFAULT);
        var after = call.number("after_seq", POSITION, 0);
        var session = session(key);
        var items = new ArrayList<JsonValue>();
        var last = after;
        for (var event : services.sessions().events(key, after, (int) limit)) {
            items.add(SessionView.json(event));
            last = event.seq();
        }
        return ApiResponse.json(JsonValue.object()
                .put("app", key.app())
                .put("user", key.user())
                .put("session", SessionView.json(session))
                .put("events", JsonValue.array(items))
                .put("next_after_seq", last < session.lastSeq() ? JsonValue.of(last) : JsonValue.Null.NULL)
                .build());
    }

    private ApiResponse export(Call call) {
        var key = key(call);
        var format = call.parameter("format").orElse("json");
        var session = session(key);
        var events = SessionPages.of(services.sessions(), session);
        return switch (format) {
            case "json" ->
                pieces(
                        "application/json",
                        out -> SessionDocument.write(session, events, () -> JsonValue.Obj.EMPTY, out));
            case "markdown" ->
                pieces("text/markdown; charset=utf-8", out -> SessionMarkdown.write(session, events, out));
            default -> throw ApiException.badRequest("\"format\" is neither json nor markdown.", "Give one of them.");
        };
    }

    private static ApiResponse pieces(String type, ApiResponse.TextSource source) {
        return new ApiResponse.Pieces(Map.of(), type, source);
    }

    private ApiResponse delete(Call call) {
        var key = key(call);
        if (desk.running(key).isPresent()) {
            throw ApiException.conflict("A turn runs in the session.", "Interrupt it, or wait until it has ended.");
        }
        if (!services.sessions().delete(key)) {
            throw unknown();
        }
        desk.forget(key);
        keyed.forget(key);
        return ApiResponse.json(JsonValue.object()
                .put("app", key.app())
                .put("user", key.user())
                .put("deleted", key.id())
                .build());
    }

    private static ApiResponse.Whole running() {
        return ApiResponse.json(202, JsonValue.object().put("status", "running").build());
    }

    private ApiResponse turn(Call call) {
        var key = key(call);
        session(key);
        var id = call.variable("turn_id");
        var failure = desk.failure(key, id);
        if (failure.isPresent()) {
            throw failure.get();
        }
        var log = desk.log(key, id)
                .filter(_ -> !id.isEmpty())
                .orElseThrow(() -> ApiException.notFound(
                        "There is no such turn in this session.", "GET /v1/sessions/ID shows its turns."));
        var end = log.end();
        if (end.isEmpty()) {
            return log.question()
                    .map(approval -> AskResource.waiting(key, id, approval))
                    .orElseGet(SessionsResource::running);
        }
        return switch (end.get()) {
            case TurnEnd.Failed(var failed) -> throw failed;
            case TurnEnd.Answered(var answer, var _, var _) -> AskResource.answered(key, id, answer);
        };
    }
}

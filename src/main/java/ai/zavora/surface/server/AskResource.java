package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.approval.ApprovalMode;
import ai.zavora.surface.server.idempotency.Fingerprint;
import ai.zavora.surface.server.idempotency.IdempotencyKey;
import ai.zavora.surface.server.idempotency.KeyedTurns;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.turn.Conversation;
import ai.zavora.surface.server.turn.EventId;
import ai.zavora.surface.server.turn.Stop;
import ai.zavora.surface.server.turn.TurnDesk;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.turn.TurnRequest;
import ai.zavora.surface.server.wire.Acceptable;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.ClientConnection.Watch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs turns: one prompt, one answer, whole or as it comes. */
final class AskResource {
    /** How long a prompt may be, in bytes of UTF-8, where the settings set no limit of their own. */
    static final int MAX_PROMPT = 32_000;

    /** Says that an answer was there before. */
    private static final String REPLAYED = "Idempotent-Replayed";

    private static final Watch NOBODY = () -> {};

    private final ServerServices services;
    private final TurnDesk desk;
    private final KeyedTurns keyed;

    /** @param keyed where asks with a key find their turns again */
    AskResource(ServerServices services, TurnDesk desk, KeyedTurns keyed) {
        this.services = services;
        this.desk = desk;
        this.keyed = keyed;
    }

    List<Route> routes() {
        return List.of(
                Route.scoped(Scope.ASK, "POST", "/v1/ask", "Asks once; the answer comes whole or as events", this::ask)
                        .header(IdempotencyKey.HEADER, "Names the ask, so that it can be sent again.", Schema.text())
                        .header("Last-Event-ID", "Goes on behind that event of a turn.", Schema.text())
                        .body(ApiSchemas.QUESTION)
                        .answers(200, ApiSchemas.ANSWER)
                        .answers(200, "text/event-stream", Schema.text())
                        .answers(202, ApiSchemas.RUNNING),
                Route.scoped(Scope.ASK, "POST", "/v1/interrupt", "Interrupts the turn of a session", this::interrupt)
                        .body(ApiSchemas.INTERRUPT)
                        .answers(200, ApiSchemas.INTERRUPTED));
    }

    private ApiResponse ask(Call call) throws InterruptedException {
        var body = call.body();
        var own = services.settings().sessions();
        var key = new SessionKey(
                own.app(), user(call, body), body.optionalName("session_id").orElse(own.id()));
        var events = Acceptable.of(call.request().headers().all("Accept")).prefersEvents();
        var last = call.request().headers().first("Last-Event-ID");
        if (events && last.isPresent()) {
            return resumed(key, last.get());
        }
        var prompt = prompt(body);
        var detached = body.flag("detach");
        key.requireUsable(services.sessions());
        var request = new TurnRequest(
                call.request().id(), key, UserInput.text(prompt), approvals(body), Conversation.Recorded.RECORDED);
        var idempotency = IdempotencyKey.of(key.user(), call.request().headers());
        if (idempotency.isPresent()) {
            var asked = new KeyedTurns.Ask(idempotency.get(), key, Fingerprint.of(body.json()));
            if (keyed.over(asked.key())
                    .filter(log -> !desk.isRecorded(key, log.turnId()))
                    .isPresent()) {
                // somebody else deleted the session; what is there now under its name is another
                keyed.forget(asked.key());
            }
            var found = keyed.find(asked, () -> desk.start(request).log());
            return events
                    ? keyedEvents(key, found)
                    : keyedWhole(key, found, call.request().id());
        }
        var turn = desk.start(request);
        var watch = detached ? NOBODY : call.request().connection().watch(() -> turn.stop(Stop.CALLER_GONE));
        return events ? events(key, turn.log(), TurnLog.Position.START, watch) : whole(key, turn.log(), watch);
    }

    // a caller with a key may come back with it, so its turn goes on when it leaves
    private ApiResponse keyedEvents(SessionKey key, KeyedTurns.Found found) {
        var answer = events(key, found.log(), TurnLog.Position.START, NOBODY);
        return found.replayed() ? answer.with(REPLAYED, "true") : answer;
    }

    private static ApiResponse keyedWhole(SessionKey key, KeyedTurns.Found found, String requestId)
            throws InterruptedException {
        ApiResponse.Whole answer;
        try {
            answer = whole(key, found.log(), NOBODY);
        } catch (ApiException failure) {
            answer = failure.response(failure.body(requestId));
        }
        return found.replayed() ? answer.with(REPLAYED, "true") : answer;
    }

    private static ApprovalMode approvals(Body body) {
        return body.optionalText("approvals")
                .map(word -> ApprovalMode.of(word)
                        .orElseThrow(() -> ApiException.unprocessable(
                                "\"approvals\" is neither refuse nor wait.",
                                "Send one of them, or leave it out for refuse.")))
                .orElse(ApprovalMode.REFUSE);
    }

    private String user(Call call, Body body) {
        return call.user(
                body.optionalName("user_id"), services.settings().sessions().user());
    }

    private String prompt(Body body) {
        var prompt = body.text("prompt").strip();
        var configured = services.settings().model().maxPromptChars();
        var length = configured.isPresent()
                ? prompt.codePointCount(0, prompt.length())
                : prompt.getBytes(StandardCharsets.UTF_8).length;
        var most = configured.orElse(MAX_PROMPT);
        if (length > most) {
            throw ApiException.badRequest(
                    "The prompt is longer than " + most + (configured.isPresent() ? " characters." : " bytes."),
                    "Cut it down, or let the operator raise --max-prompt-chars.");
        }
        return prompt;
    }

    /** Waits for the answer; a turn that waits for an approval goes on without its caller. */
    private static ApiResponse.Whole whole(SessionKey key, TurnLog log, Watch watch) throws InterruptedException {
        try {
            var response = standing(key, log);
            while (response.isEmpty()) {
                log.awaitStandstill();
                response = standing(key, log);
            }
            return response.get();
        } finally {
            // who leaves from here on has had an answer
            watch.close();
        }
    }

    private static Optional<ApiResponse.Whole> standing(SessionKey key, TurnLog log) {
        return log.end()
                .<ApiResponse.Whole>map(end -> switch (end) {
                    case TurnEnd.Failed(var failure) -> throw failure;
                    case TurnEnd.Answered(var answer, var _, var _) -> answered(key, log.turnId(), answer);
                })
                .or(() -> log.question().map(approval -> waiting(key, log.turnId(), approval)));
    }

    /** A turn that waits for an approval. */
    static ApiResponse.Whole waiting(SessionKey key, String turnId, JsonValue.Obj approval) {
        return ApiResponse.json(
                202,
                JsonValue.object()
                        .put("status", "waiting_for_approval")
                        .put("session_id", key.id())
                        .put("user_id", key.user())
                        .put("turn_id", turnId)
                        .put("approvals", JsonValue.array(List.of(approval)))
                        .build());
    }

    /** A turn's answer as a whole. */
    static ApiResponse.Whole answered(SessionKey key, String turnId, HeadlessDocuments.Answer answer) {
        return ApiResponse.json(JsonValue.object()
                .put("answer", answer.response())
                .put("provider", answer.provider())
                .put("model", answer.model())
                .put("session_id", key.id())
                .put("user_id", key.user())
                .put("turn_id", turnId)
                .put("stats", answer.stats().toJson())
                .build());
    }

    private ApiResponse resumed(SessionKey key, String lastEvent) {
        var id = EventId.parse(lastEvent).orElseThrow(AskResource::noSuchEvent);
        var log = desk.log(key, id.turnId()).orElseThrow(AskResource::noSuchEvent);
        return events(key, log, log.behind(id).orElseThrow(AskResource::noSuchEvent), NOBODY);
    }

    private static ApiException noSuchEvent() {
        return ApiException.notFound(
                "There is no such event in this session.",
                "Send the Last-Event-ID exactly as it came, with its session_id.");
    }

    private ApiResponse.Events events(SessionKey key, TurnLog log, TurnLog.Position from, Watch watch) {
        var run = new HeadlessDocuments.Run("server.ask", key.id());
        var opening = TurnEvents.opening(services.settings().guardrails().output());
        return new ApiResponse.Events(Map.of(), out -> {
            new TurnEvents(run, opening, services.clock(), out).follow(log, from);
            // where a write failed the caller has gone, and the watch must be there to tell
            watch.close();
        });
    }

    private ApiResponse interrupt(Call call) {
        var body = call.body();
        var app = services.settings().sessions().app();
        var key = new SessionKey(app, user(call, body), body.text("session_id"));
        var turn = desk.recorded(key);
        var payload = JsonValue.object().put("interrupted", turn.isPresent());
        turn.map(running -> running.log().turnId())
                .filter(begun -> !begun.isEmpty())
                .ifPresent(id -> payload.put("turn_id", id));
        // first, since a turn that is over has no place for it
        services.telemetry().inSession(key.id()).record("server.interrupt", payload.build());
        turn.ifPresent(running -> running.stop(Stop.REQUESTED));
        return ApiResponse.json(JsonValue.object()
                .put("interrupted", turn.isPresent())
                .put("session_id", key.id())
                .build());
    }
}

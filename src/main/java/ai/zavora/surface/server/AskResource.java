package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.turn.Conversation;
import ai.zavora.surface.server.turn.EventId;
import ai.zavora.surface.server.turn.LiveTurn;
import ai.zavora.surface.server.turn.Stop;
import ai.zavora.surface.server.turn.TurnDesk;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.turn.TurnRequest;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.ClientConnection.Watch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Runs turns: one prompt, one answer, whole or as it comes. */
final class AskResource {
    /** How long a prompt may be, in bytes of UTF-8, where the settings set no limit of their own. */
    static final int MAX_PROMPT = 32_000;

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Watch NOBODY = () -> {};

    private final ServerServices services;
    private final TurnDesk desk;

    AskResource(ServerServices services, TurnDesk desk) {
        this.services = services;
        this.desk = desk;
    }

    List<Route> routes() {
        return List.of(
                Route.scoped(Scope.ASK, "POST", "/v1/ask", "Asks once; the answer comes whole or as events", this::ask)
                        .body(ApiSchemas.QUESTION)
                        .answers(200, ApiSchemas.ANSWER)
                        .answers(200, "text/event-stream", Schema.text()),
                Route.scoped(Scope.ASK, "POST", "/v1/interrupt", "Interrupts the turn of a session", this::interrupt)
                        .body(ApiSchemas.INTERRUPT)
                        .answers(200, ApiSchemas.INTERRUPTED));
    }

    private ApiResponse ask(Call call) throws InterruptedException {
        var body = call.body();
        var own = services.settings().sessions();
        var key = new SessionKey(
                own.app(), user(call, body), body.optionalName("session_id").orElse(own.id()));
        var events = call.request().headers().first("Accept").orElse("").contains("text/event-stream");
        var last = call.request().headers().first("Last-Event-ID");
        if (events && last.isPresent()) {
            return resumed(key, last.get());
        }
        var prompt = prompt(body);
        var detached = body.flag("detach");
        key.requireUsable(services.sessions());
        var turn = desk.start(new TurnRequest(
                call.request().id(), key, UserInput.text(prompt), Approver.headless(), Conversation.Recorded.RECORDED));
        var watch = detached ? NOBODY : call.request().connection().watch(() -> turn.stop(Stop.CALLER_GONE));
        return events ? events(key, turn.log(), TurnLog.Position.START, watch) : whole(key, turn, watch);
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

    private ApiResponse whole(SessionKey key, LiveTurn turn, Watch watch) throws InterruptedException {
        var end = turn.log().await(PATIENCE);
        while (end.isEmpty()) {
            end = turn.log().await(PATIENCE);
        }
        watch.close();
        return switch (end.get()) {
            case TurnEnd.Failed(var failure) -> throw failure;
            case TurnEnd.Answered(var answer, var _, var _) ->
                answered(key, turn.log().turnId(), answer);
        };
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

    private ApiResponse events(SessionKey key, TurnLog log, TurnLog.Position from, Watch watch) {
        var run = new HeadlessDocuments.Run("server.ask", key.id());
        return new ApiResponse.Events(Map.of(), out -> {
            try {
                new TurnEvents(run, services.clock(), out).follow(log, from);
            } finally {
                watch.close();
            }
        });
    }

    private ApiResponse interrupt(Call call) {
        var body = call.body();
        var app = services.settings().sessions().app();
        var key = new SessionKey(app, user(call, body), body.text("session_id"));
        var turn = desk.running(key);
        turn.ifPresent(running -> running.stop(Stop.REQUESTED));
        services.telemetry()
                .inSession(key.id())
                .record(
                        "server.interrupt",
                        JsonValue.object()
                                .put("session_id", key.id())
                                .put("interrupted", turn.isPresent())
                                .build());
        return ApiResponse.json(JsonValue.object()
                .put("interrupted", turn.isPresent())
                .put("session_id", key.id())
                .build());
    }
}

package ai.zavora.surface.server;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.access.Scope;
import ai.zavora.surface.server.approval.ApprovalMode;
import ai.zavora.surface.server.completions.Completion;
import ai.zavora.surface.server.completions.CompletionAnswer;
import ai.zavora.surface.server.completions.CompletionErrors;
import ai.zavora.surface.server.completions.CompletionRequest;
import ai.zavora.surface.server.completions.CompletionRequest.Delivery;
import ai.zavora.surface.server.openapi.Schema;
import ai.zavora.surface.server.turn.Conversation;
import ai.zavora.surface.server.turn.LiveTurn;
import ai.zavora.surface.server.turn.Stop;
import ai.zavora.surface.server.turn.TurnDesk;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnRequest;
import ai.zavora.surface.server.wire.ApiException;
import ai.zavora.surface.server.wire.ApiResponse;
import ai.zavora.surface.server.wire.ClientConnection.Watch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Runs turns for clients of OpenAI's Chat Completions API. Such a client sends the whole conversation each time, so a turn
 * goes on with what it sends, and nothing is stored; or it names a session, and then the journal is the conversation.
 */
final class CompletionsResource {
    /** Names the session to go on with. */
    static final String SESSION = "X-Zavora-Session";

    static final JsonValue.Obj QUESTION = Schema.object()
            .must("model", Schema.text())
            .must("messages", Schema.list(Schema.anyObject()))
            .may("stream", Schema.orNull(Schema.truth()))
            .may("stream_options", Schema.orNull(Schema.anyObject()))
            .may("max_tokens", Schema.orNull(Schema.whole(1)))
            .may("max_completion_tokens", Schema.orNull(Schema.whole(1)))
            .may("user", Schema.orNull(Schema.text()))
            .build();

    private final ServerServices services;
    private final TurnDesk desk;
    private final ModelsResource models;

    CompletionsResource(ServerServices services, TurnDesk desk, ModelsResource models) {
        this.services = services;
        this.desk = desk;
        this.models = models;
    }

    List<Route> routes() {
        return List.of(Route.scoped(
                        Scope.ASK,
                        "POST",
                        "/v1/chat/completions",
                        "Asks as OpenAI's Chat Completions API does; the answer comes whole or in chunks",
                        this::complete)
                .header(SESSION, "The session to go on with; without, the messages are all there is.", Schema.text())
                .body(QUESTION)
                .answers(200, Completion.SCHEMA)
                .answers(200, "text/event-stream", Schema.text())
                .errors(CompletionErrors::body, CompletionErrors.SCHEMA));
    }

    private ApiResponse complete(Call call) throws InterruptedException {
        var asked = CompletionRequest.of(
                call.body().json(), services.settings().model().maxPromptChars());
        var route = models.named(asked.model());
        var id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
        var session = session(call);
        var turn = desk.start(request(call, asked, session));
        var watch = call.request().connection().watch(() -> turn.stop(Stop.CALLER_GONE));
        var headers = session.map(name -> Map.of(SESSION, name)).orElse(Map.of());
        var answer = new CompletionAnswer(new Completion(id, services.clock().instant(), route.model()), turn.log());
        try {
            if (asked.delivery() == Delivery.WHOLE) {
                return whole(answer, turn, watch, headers);
            }
            // what fails before anything is said gets a status of its own, which such clients tell apart
            if (!answer.awaitSpeech() && turn.log().end().orElse(null) instanceof TurnEnd.Failed(var failure)) {
                throw failed(failure);
            }
        } catch (ApiException | InterruptedException e) {
            watch.close();
            throw e;
        }
        return new ApiResponse.Events(headers, out -> {
            answer.stream(asked.delivery(), call.request().id(), out);
            // where a write failed the caller has gone, and the watch must be there to tell
            watch.close();
        });
    }

    private static Optional<String> session(Call call) {
        var name = call.request().headers().first(SESSION);
        if (name.filter(String::isBlank).isPresent()) {
            throw ApiException.badRequest(SESSION + " is blank.", "Give it a value or leave it out.");
        }
        return name;
    }

    private TurnRequest request(Call call, CompletionRequest asked, Optional<String> session) {
        var own = services.settings().sessions();
        var requestId = call.request().id();
        if (session.isPresent()) {
            var key = new SessionKey(own.app(), call.user(asked.user(), own.user()), session.get());
            key.requireUsable(services.sessions());
            return new TurnRequest(requestId, key, asked.input(), ApprovalMode.REFUSE, Conversation.Recorded.RECORDED);
        }
        // what the caller calls its user says nothing about whose sessions are meant where there are none
        // nobody is told the name of this one, so nobody can wait for it or reach it
        var key = new SessionKey(own.app(), call.user(Optional.empty(), own.user()), "unstored-" + UUID.randomUUID());
        return new TurnRequest(
                requestId, key, asked.input(), ApprovalMode.REFUSE, new Conversation.Given(asked.history()));
    }

    private static ApiResponse whole(CompletionAnswer answer, LiveTurn turn, Watch watch, Map<String, String> headers)
            throws InterruptedException {
        var end = turn.log().await();
        watch.close();
        return switch (end) {
            case TurnEnd.Failed(var failure) -> throw failed(failure);
            case TurnEnd.Answered answered -> {
                var whole = ApiResponse.json(answer.whole(answered));
                yield new ApiResponse.Whole(whole.status(), headers, whole.contentType(), whole.content());
            }
        };
    }

    /** Clients of OpenAI send again what failed with some statuses; a turn that has begun may have done something. */
    private static ApiException failed(ApiException failure) {
        return failure.with("X-Should-Retry", "false");
    }
}

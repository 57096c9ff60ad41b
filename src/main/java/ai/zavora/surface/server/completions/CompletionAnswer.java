package ai.zavora.surface.server.completions;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.surface.server.completions.CompletionRequest.Delivery;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.wire.EventWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Tells a turn as a chat completion, whole or in chunks. Used by one thread at a time. */
public final class CompletionAnswer {
    /** Proxies close connections on which nothing comes for long. */
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private final Completion completion;
    private final TurnLog log;
    private final Speech speech = new Speech();

    public CompletionAnswer(Completion completion, TurnLog log) {
        this.completion = completion;
        this.log = log;
    }

    /** The whole answer to a turn that has ended so. */
    public JsonValue.Obj whole(TurnEnd.Answered end) throws InterruptedException {
        var text = String.join(
                "", speech.next(log.read(TurnLog.Position.START, Duration.ZERO).pieces()));
        return completion.whole(text, end.stopReason(), end.usage());
    }

    /**
     * Waits, but not for long, until the agent has said something or the turn is over.
     *
     * @return whether it has said something
     */
    public boolean awaitSpeech() throws InterruptedException {
        var deadline = System.nanoTime() + SIGN_OF_LIFE.toNanos();
        var from = TurnLog.Position.START;
        while (true) {
            var batch = log.read(from, Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
            var said = batch.pieces().stream()
                    .anyMatch(piece -> piece.line().type().equals(Speech.MESSAGE));
            if (said || batch.ended() || batch.pieces().isEmpty()) {
                return said;
            }
            from = batch.next();
        }
    }

    /**
     * Sends the turn as it goes, to its end.
     *
     * @param requestId the id of the request it answers
     */
    public void stream(Delivery delivery, String requestId, EventWriter out) throws IOException, InterruptedException {
        send(out, delivery, completion.beginning());
        var batch = log.read(TurnLog.Position.START, SIGN_OF_LIFE);
        while (true) {
            for (var text : speech.next(batch.pieces())) {
                send(out, delivery, completion.piece(text));
            }
            if (batch.ended()) {
                break;
            }
            if (batch.pieces().isEmpty()) {
                out.comment();
            }
            batch = log.read(batch.next(), SIGN_OF_LIFE);
        }
        switch (log.end().orElseThrow()) {
            case TurnEnd.Answered(var _, var reason, var usage) -> {
                send(out, delivery, completion.ending(reason));
                if (delivery == Delivery.CHUNKS_WITH_USAGE) {
                    event(out, Json.write(completion.tokens(usage).build()));
                }
                event(out, "[DONE]");
            }
            // what such a client raises as an error, and what tells it that nothing comes any more
            case TurnEnd.Failed(var failure) -> event(out, Json.write(CompletionErrors.body(failure, requestId)));
        }
    }

    private static void send(EventWriter out, Delivery delivery, JsonValue.ObjectBuilder chunk) throws IOException {
        if (delivery == Delivery.CHUNKS_WITH_USAGE) {
            chunk.put("usage", JsonValue.Null.NULL);
        }
        event(out, Json.write(chunk.build()));
    }

    private static void event(EventWriter out, String data) throws IOException {
        out.event(Optional.empty(), Optional.empty(), data);
    }
}

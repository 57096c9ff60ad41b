package ai.zavora.core.agent;

import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.ModelRoute;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** Passes the pieces of one reply on as turn events and measures when the first came. */
final class DeltaRelay implements Consumer<ModelDelta> {

    private final String author;
    private final ModelRoute route;
    private final Consumer<TurnEvent> events;
    private final long startedNanos = System.nanoTime();
    private Optional<Duration> firstDelta = Optional.empty();
    private boolean replied;

    DeltaRelay(String author, ModelRoute route, Consumer<TurnEvent> events) {
        this.author = author;
        this.route = route;
        this.events = events;
    }

    @Override
    public void accept(ModelDelta delta) {
        switch (delta) {
            case ModelDelta.Text(var text) -> {
                first();
                events.accept(new TurnEvent.TextDelta(author, text));
            }
            case ModelDelta.Reasoning(var text) -> {
                first();
                events.accept(new TurnEvent.ReasoningDelta(text));
            }
            case ModelDelta.ToolUseStarted _ -> first();
            // it was paid for, though nobody gets to see it
            case ModelDelta.Withheld(var reply) -> replied(reply);
            case ModelDelta.Guarded(var hit) -> events.accept(new TurnEvent.Guarded(hit));
            case ModelDelta.Retrying(var attempt, var delay, var reason) ->
                events.accept(new TurnEvent.ModelRetrying(attempt, delay, reason));
            case ModelDelta.Progress(var text, var percent) ->
                events.accept(new TurnEvent.ModelProgress(text, percent));
        }
    }

    /** The reply is whole. */
    void replied(ModelReply reply) {
        replied = true;
        events.accept(new TurnEvent.ModelReplied(route, reply.stopReason(), reply.usage(), elapsed(), firstDelta()));
    }

    /** Whether that was told: then the request has its end, whatever becomes of the reply. */
    boolean hasReplied() {
        return replied;
    }

    private void first() {
        if (firstDelta.isEmpty()) {
            firstDelta = Optional.of(elapsed());
        }
    }

    /** Since the request was sent. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** From sending to the first piece; empty while none came. */
    Optional<Duration> firstDelta() {
        return firstDelta;
    }
}

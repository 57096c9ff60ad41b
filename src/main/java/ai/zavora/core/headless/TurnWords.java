package ai.zavora.core.headless;

import ai.zavora.base.error.Wording;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.guardrail.GuardrailHit;
import ai.zavora.core.llm.StopReason;
import java.util.Optional;

/** What people are told of a turn beside the answer and the tool calls. */
public final class TurnWords {
    private TurnWords() {}

    /** One line about an event; empty for one that needs none, or that is told in another way. */
    public static Optional<String> of(TurnEvent event) {
        return wording(event).map(Wording::full);
    }

    /** The same in our own words, without what others said: for readers who are not the operator. */
    public static Optional<String> own(TurnEvent event) {
        return wording(event).map(Wording::own);
    }

    private static Optional<Wording> wording(TurnEvent event) {
        return switch (event) {
            case TurnEvent.ModelRetrying retry -> Optional.of(retrying(retry));
            case TurnEvent.ModelProgress progress ->
                progress.milestone() ? Optional.of(Wording.own(progress.line())) : Optional.empty();
            case TurnEvent.Guarded(var hit) -> guarded(hit).map(Wording::own);
            case TurnEvent.Notice(var message) -> Optional.of(message);
            case TurnEvent.TurnCompleted(var result) ->
                cutOffWarning(result.stopReason()).map(Wording::own);
            case TurnEvent.TurnStarted _,
                    TurnEvent.UserSpoke _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.TextDelta _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelReplied _,
                    TurnEvent.ModelFailed _,
                    TurnEvent.ModelInterrupted _,
                    TurnEvent.ToolRequested _,
                    TurnEvent.ToolDecided _,
                    TurnEvent.ToolFinished _ -> Optional.empty();
        };
    }

    /** What to tell of an answer that is not whole, within a sentence; empty for one that is. */
    public static Optional<String> cutOff(StopReason reason) {
        return switch (reason) {
            case MAX_TOKENS -> Optional.of("the answer reached the output limit and is cut off");
            case CONTENT_FILTER -> Optional.of("the provider's content filter cut the answer off");
            case OTHER -> Optional.of("the provider broke the answer off before its end");
            case COMPLETE, TOOL_USE -> Optional.empty();
        };
    }

    /** The line that tells of an answer that is not whole; empty for one that is. */
    public static Optional<String> cutOffWarning(StopReason reason) {
        return cutOff(reason).map(words -> "Warning: " + words + ".");
    }

    /** What people are told of a find; nothing where it was only observed, and the failure itself tells of a block. */
    public static Optional<String> guarded(GuardrailHit hit) {
        return switch (hit.mode()) {
            case REDACT -> Optional.of(ControlFilter.line(hit.sentence()));
            case BLOCK, OBSERVE, DISABLED -> Optional.empty();
        };
    }

    /** Why and when a request is sent again. */
    private static Wording retrying(TurnEvent.ModelRetrying retry) {
        var seconds = Math.round(retry.delay().toMillis() / 100.0) / 10.0;
        return retry.reason().then("Trying again in " + seconds + " s (attempt " + retry.attempt() + ").");
    }
}

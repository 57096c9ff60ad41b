package ai.zavora.core.agent;

import ai.zavora.base.error.Wording;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.guardrail.GuardrailHit;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** What happens during a turn, told once to everybody who watches: surfaces and telemetry. */
public sealed interface TurnEvent {

    record TurnStarted(String turnId, ModelRoute route) implements TurnEvent {}

    /** What the user said is in the journal, as it was after guardrails. */
    record UserSpoke(UserInput input) implements TurnEvent {}

    /**
     * A request is about to be sent.
     *
     * @param step 1 for the first request of the turn
     */
    record ModelRequestStarted(int step, ModelRoute route) implements TurnEvent {}

    /** The request failed and will be sent again after a pause; {@code attempt} is the one to come. */
    record ModelRetrying(int attempt, Duration delay, Wording reason) implements TurnEvent {
        /** @param reason in our own words */
        public ModelRetrying(int attempt, Duration delay, String reason) {
            this(attempt, delay, Wording.own(reason));
        }
    }

    /**
     * Slow preparation of the model, for people.
     *
     * @param percent how much of it is done, 0 to 100; empty where nobody knows
     */
    record ModelProgress(String text, OptionalInt percent) implements TurnEvent {
        /** The text and how much is done, on one line. */
        public String line() {
            return percent.isPresent() ? text + ": " + percent.getAsInt() + " %" : text;
        }

        /** Whether it is worth a line of its own where lines are not drawn anew: every tenth percent is. */
        public boolean milestone() {
            return percent.isEmpty() || percent.getAsInt() % 10 == 0;
        }
    }

    /** A piece of the answer. */
    record TextDelta(String author, String text) implements TurnEvent {}

    /** A piece of the readable reasoning. */
    record ReasoningDelta(String text) implements TurnEvent {}

    /**
     * A reply is complete and in the journal.
     *
     * @param firstDelta from sending to the first piece of the reply; empty when nothing was streamed
     */
    record ModelReplied(
            ModelRoute route, StopReason stopReason, Usage usage, Duration latency, Optional<Duration> firstDelta)
            implements TurnEvent {}

    /** There will be no reply. */
    record ModelFailed(ModelRoute route, ModelException.Reason reason, Duration latency) implements TurnEvent {}

    /** The request was given up before the reply was complete: the turn was interrupted, or its answer not to be shown. */
    record ModelInterrupted(ModelRoute route, Duration latency) implements TurnEvent {}

    /** The model asked for a tool call; the input may be invalid. */
    record ToolRequested(String callId, String tool, JsonValue input) implements TurnEvent {}

    /** The gate decided; see {@link ai.zavora.core.session.Event.ToolDecision} for the words. */
    record ToolDecided(String callId, String tool, String decision, String reason) implements TurnEvent {}

    /** The call has an outcome, whether it ran or not. */
    record ToolFinished(String callId, String tool, JsonValue.Obj output, Outcome outcome, Duration latency)
            implements TurnEvent {
        /** Whether it did not run because it was not allowed, or its reply was cut off: no fault of the tool. */
        public boolean isRefused() {
            return outcome == Outcome.FAILED
                    && output.string("code").filter(ToolGate.REFUSALS::contains).isPresent();
        }
    }

    /** The guardrail found something on the way to the model or back. */
    record Guarded(GuardrailHit hit) implements TurnEvent {}

    /** Something the person should know, no failure. */
    record Notice(Wording message) implements TurnEvent {
        /** @param message in our own words */
        public Notice(String message) {
            this(Wording.own(message));
        }
    }

    /** The turn ended with this result. */
    record TurnCompleted(TurnResult result) implements TurnEvent {}

    /** Whether a tool call did what was asked. */
    enum Outcome {
        SUCCEEDED,
        FAILED
    }
}

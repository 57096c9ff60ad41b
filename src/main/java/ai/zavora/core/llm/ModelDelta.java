package ai.zavora.core.llm;

import ai.zavora.base.error.Wording;
import ai.zavora.core.guardrail.GuardrailHit;
import java.time.Duration;
import java.util.OptionalInt;

/** What arrives while a model answers. The finished {@link ModelReply} repeats all of it, whole. */
public sealed interface ModelDelta {

    /** A piece of the visible answer; never empty. */
    record Text(String text) implements ModelDelta {}

    /** A piece of the readable reasoning; never empty. */
    record Reasoning(String text) implements ModelDelta {}

    /** The model began to write a tool call; its arguments are still coming. */
    record ToolUseStarted(String id, String name) implements ModelDelta {}

    /**
     * The request failed before anything of the answer arrived and will be sent again.
     *
     * @param attempt the number of the attempt to come; the first retry is 2
     * @param delay how long until then
     * @param reason what failed, for people; holds no credential and no prompt
     */
    record Retrying(int attempt, Duration delay, Wording reason) implements ModelDelta {}

    /** The guardrail found something in the reply; told before the reply is complete. */
    record Guarded(GuardrailHit hit) implements ModelDelta {}

    /** The reply came whole, and the guardrail gives none of it out; what follows is its refusal. */
    record Withheld(ModelReply reply) implements ModelDelta {}

    /**
     * Slow work before the first piece can come, for example loading a local model; for people.
     *
     * @param percent how much of it is done, 0 to 100; empty where nobody knows
     */
    record Progress(String text, OptionalInt percent) implements ModelDelta {
        /** Work that nobody can measure. */
        public Progress(String text) {
            this(text, OptionalInt.empty());
        }
    }
}

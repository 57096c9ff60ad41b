package ai.zavora.core.headless;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.base.protocol.headless.RunStats;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.time.Duration;

/** Answers of turns in the terms of the headless protocol. */
public final class Answers {
    private Answers() {}

    /**
     * The answer of a turn.
     *
     * @param took from the start of the request or command to its answer
     * @throws ZavoraException PROVIDER, when the model said nothing
     */
    public static Answer of(TurnResult result, Duration took) {
        return of(
                result.route(),
                result.answer(),
                result.stopReason(),
                new Effort(took, result.usage(), result.toolCalls()));
    }

    /**
     * What a turn took.
     *
     * @param usage tokens of all its requests
     * @param toolCalls how many the model asked for
     */
    public record Effort(Duration took, Usage usage, int toolCalls) {}

    /**
     * The answer with those words.
     *
     * @throws ZavoraException PROVIDER, when there are none
     */
    public static Answer of(ModelRoute route, String text, StopReason stopReason, Effort effort) {
        if (text.isBlank() && stopReason == StopReason.MAX_TOKENS) {
            throw new ZavoraException(
                    ErrorKind.PROVIDER,
                    "The reply of the model " + route.model() + " reached the output limit before it answered.",
                    "Allow longer replies (max_output_tokens), or ask for a smaller step.");
        }
        if (text.isBlank()) {
            throw new ZavoraException(
                    ErrorKind.PROVIDER,
                    "The model " + route.model() + " answered nothing.",
                    "Ask again, rephrase the prompt, or use another model.");
        }
        var usage = effort.usage();
        var stats = new RunStats(
                effort.took().toMillis(),
                text.codePointCount(0, text.length()),
                effort.toolCalls(),
                usage.sentTokens(),
                usage.generatedTokens());
        return new Answer(route.provider(), route.model(), text, stats);
    }
}

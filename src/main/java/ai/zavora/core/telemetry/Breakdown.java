package ai.zavora.core.telemetry;

import ai.zavora.core.llm.Usage;
import java.util.List;

/**
 * The sums by what they belong to, the largest first. Each list is bounded: what finds no room is added up under
 * {@link #OTHER}.
 */
public record Breakdown(
        List<OfCommand> commands, List<OfTool> tools, List<OfModel> models, List<OfGuardrail> guardrails) {

    /** Stands for all names that found no room. */
    public static final String OTHER = "(other)";

    public Breakdown {
        commands = List.copyOf(commands);
        tools = List.copyOf(tools);
        models = List.copyOf(models);
        guardrails = List.copyOf(guardrails);
    }

    /**
     * One command by its label.
     *
     * @param events records that carry the label, whatever they tell of
     */
    public record OfCommand(String name, long events, Outcomes outcomes, Latency latency) {}

    /**
     * One tool.
     *
     * @param failuresInARow the longest series of calls that all failed
     */
    public record OfTool(String name, Outcomes outcomes, long failuresInARow, Latency latency) {}

    /** One model of one provider. */
    public record OfModel(
            String provider, String model, Outcomes outcomes, long retries, Usage tokens, Latency latency) {
        /** Provider and model as one word. */
        public String name() {
            return provider + "/" + model;
        }
    }

    /**
     * What a guardrail did.
     *
     * @param direction {@code input} or {@code output}
     * @param action {@code observed}, {@code blocked} or {@code redacted}
     * @param hits how many terms were found
     */
    public record OfGuardrail(String direction, String action, long events, long hits) {}
}

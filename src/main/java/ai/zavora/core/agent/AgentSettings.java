package ai.zavora.core.agent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How an agent runs its turns.
 *
 * @param author the agent's name, as events and journal show it
 * @param system the system text; empty for none
 * @param maxOutputTokens an upper bound on each reply; empty for the provider's own
 * @param maxSteps how many model requests one turn may need; at least 1
 * @param context how much of the conversation fits, and when older turns are summarised
 * @param leasePatience how long to wait while another turn runs in the same session
 */
public record AgentSettings(
        String author,
        Optional<String> system,
        OptionalInt maxOutputTokens,
        int maxSteps,
        ContextBudget context,
        Duration leasePatience) {
    public AgentSettings {
        requireNonNull(author, "author is null");
        requireNonNull(system, "system is null");
        requireNonNull(maxOutputTokens, "maxOutputTokens is null");
        requireNonNull(context, "context is null");
        requireNonNull(leasePatience, "leasePatience is null");
        if (maxSteps < 1) {
            throw new IllegalArgumentException("maxSteps is " + maxSteps);
        }
    }
}

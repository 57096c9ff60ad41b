package ai.zavora.core.agent;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a caller wants for one turn only, within what the settings allow.
 *
 * @param instructions follow the agent's own system text; empty for none
 * @param maxOutputTokens an upper bound on each reply; the settings' own still holds where it is lower
 */
public record TurnTerms(Optional<String> instructions, OptionalInt maxOutputTokens) {
    /** Nothing beside the settings. */
    public static final TurnTerms NONE = new TurnTerms(Optional.empty(), OptionalInt.empty());

    public TurnTerms {
        requireNonNull(instructions, "instructions is null");
        requireNonNull(maxOutputTokens, "maxOutputTokens is null");
    }

    /** The same with other instructions. */
    TurnTerms withInstructions(Optional<String> others) {
        return new TurnTerms(others, maxOutputTokens);
    }

    /** The system text of the turn, behind the agent's own. */
    public String system(String own) {
        return instructions.map(text -> own + "\n\n" + text).orElse(own);
    }

    /** The bound on each reply, where the settings have that one. */
    public OptionalInt maxOutputTokens(OptionalInt own) {
        if (own.isEmpty() || maxOutputTokens.isEmpty()) {
            return own.isPresent() ? own : maxOutputTokens;
        }
        return OptionalInt.of(Math.min(own.getAsInt(), maxOutputTokens.getAsInt()));
    }
}

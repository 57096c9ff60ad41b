package ai.zavora.core.agent;

import static java.util.Objects.requireNonNull;

import ai.zavora.core.llm.Part;
import java.util.List;

/**
 * What the user says in one turn.
 *
 * @param terms what holds for this turn only
 */
public record UserInput(List<Part> parts, TurnTerms terms) {
    public UserInput {
        parts = List.copyOf(parts);
        requireNonNull(terms, "terms is null");
    }

    /** Input of one text. */
    public static UserInput text(String text) {
        return text(text, TurnTerms.NONE);
    }

    /** Input of one text, on terms of its own. */
    public static UserInput text(String text, TurnTerms terms) {
        return new UserInput(List.of(new Part.Text(text)), terms);
    }
}

package ai.zavora.core.agent;

import ai.zavora.core.llm.Part;
import java.util.List;

/** What the user says in one turn. */
public record UserInput(List<Part> parts) {
    public UserInput {
        parts = List.copyOf(parts);
    }

    /** Input of one text. */
    public static UserInput text(String text) {
        return new UserInput(List.of(new Part.Text(text)));
    }
}

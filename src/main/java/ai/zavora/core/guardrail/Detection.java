package ai.zavora.core.guardrail;

import java.util.List;

/**
 * What was found, without the text itself.
 *
 * @param hits the terms as configured, in that order, then the names of what else was found; each once
 * @param count how many places were found
 */
public record Detection(List<String> hits, long count) {
    public static final Detection NOTHING = new Detection(List.of(), 0);

    public Detection {
        hits = List.copyOf(hits);
    }

    public boolean isEmpty() {
        return count == 0;
    }
}

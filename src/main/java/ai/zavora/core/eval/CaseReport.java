package ai.zavora.core.eval;

import java.util.List;

/**
 * How one case went.
 *
 * @param id of the case
 * @param score how many terms were found
 * @param chosen what was chosen, the best first
 * @param timing how long one choice took
 */
public record CaseReport(String id, TermScore score, List<Chosen> chosen, Timing timing) {
    public CaseReport {
        chosen = List.copyOf(chosen);
    }

    /**
     * A chunk that was chosen.
     *
     * @param source which one, {@code eval:ID#n} with n from 1
     * @param score how well it fits the query
     */
    public record Chosen(String source, long score) {}

    /** The score of the best chunk; 0 where nothing was chosen. */
    public long topScore() {
        return chosen.isEmpty() ? 0 : chosen.getFirst().score();
    }
}

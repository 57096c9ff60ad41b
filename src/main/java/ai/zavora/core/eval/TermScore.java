package ai.zavora.core.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * How many of the terms of a case are in the texts that were chosen for it.
 *
 * @param terms how many there are
 * @param needed how many have to be there
 * @param missing those that are not there
 */
public record TermScore(int terms, int needed, List<String> missing) {
    public TermScore {
        missing = List.copyOf(missing);
    }

    /** Judges what was chosen for a case: a term counts wherever it stands, also within a longer word. */
    public static TermScore of(EvalCase evalCase, Collection<String> chosen) {
        var text = EvalCase.lower(String.join("\n", chosen));
        var terms = evalCase.terms();
        var missing = new ArrayList<String>();
        for (var term : terms) {
            if (!text.contains(term)) {
                missing.add(term);
            }
        }
        var needed = Math.clamp(evalCase.demand().minTermMatches(), 1, Math.max(1, terms.size()));
        return new TermScore(terms.size(), needed, missing);
    }

    /** How many are there. */
    public int matched() {
        return terms - missing.size();
    }

    /** Whether enough are there. */
    public boolean passed() {
        return matched() >= needed;
    }
}

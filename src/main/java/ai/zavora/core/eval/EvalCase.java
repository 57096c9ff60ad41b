package ai.zavora.core.eval;

import static java.util.Objects.requireNonNull;

import ai.zavora.core.retrieval.QueryTerms;
import java.util.List;
import java.util.Locale;
import java.util.SequencedCollection;
import java.util.TreeSet;

/**
 * A question, the texts to choose from, and what the choice has to hold.
 *
 * @param id unlike that of every other case
 * @param query what is looked for
 * @param chunks the texts to choose from, in order
 * @param requiredTerms what the chosen texts have to hold; empty for the words of the query
 * @param demand how much is chosen and how much has to be in it
 */
public record EvalCase(String id, String query, List<String> chunks, List<String> requiredTerms, Demand demand) {
    public EvalCase {
        requireNonNull(id, "id is null");
        requireNonNull(query, "query is null");
        requireNonNull(demand, "demand is null");
        chunks = List.copyOf(chunks);
        requiredTerms = List.copyOf(requiredTerms);
    }

    /**
     * How much is chosen, and how much has to be in it.
     *
     * @param maxChunks no more than these are chosen; 0 counts as 1
     * @param minTermMatches how many terms have to be found; held between 1 and their number
     */
    public record Demand(int maxChunks, int minTermMatches) {
        /** As many chunks as are chosen when a case does not say. */
        public static final int USUAL_CHUNKS = 3;

        /** All terms. */
        public static final int ALL = Integer.MAX_VALUE;

        public Demand {
            if (maxChunks < 0 || minTermMatches < 0) {
                throw new IllegalArgumentException("neither number is below 0");
            }
            maxChunks = Math.max(1, maxChunks);
        }
    }

    /** The terms that are looked for, in lower case, sorted, each once; empty when the case has none at all. */
    public SequencedCollection<String> terms() {
        var terms = new TreeSet<String>();
        for (var term : requiredTerms) {
            if (!term.isBlank()) {
                terms.add(lower(term.strip()));
            }
        }
        if (terms.isEmpty()) {
            terms.addAll(QueryTerms.of(query));
        }
        return terms;
    }

    /** How texts and terms are lowered before they are compared. */
    static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

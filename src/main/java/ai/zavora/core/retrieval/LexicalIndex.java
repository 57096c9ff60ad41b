package ai.zavora.core.retrieval;

import ai.zavora.base.error.InterruptedWorkException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranks chunks of text by how often the words of a query occur in them, parts of longer words included. Immutable, and
 * safe for several threads.
 */
public final class LexicalIndex {
    private static final Comparator<Hit> BEST_FIRST =
            Comparator.comparingLong(Hit::score).reversed();

    private final String[] lowered;

    /** @param chunks what is searched, in the order that breaks ties */
    public LexicalIndex(List<String> chunks) {
        // once here, not at every query
        this.lowered = chunks.stream().map(AsciiCase::lower).toArray(String[]::new);
    }

    /**
     * A chunk that was found.
     *
     * @param chunk its place among the chunks, from 0
     * @param score how many occurrences, without overlaps; a word that stands twice in the query counts twice
     */
    public record Hit(int chunk, long score) {}

    /**
     * The best chunks, the best first; chunks that hold no word of the query are not among them.
     *
     * @param mostChunks no more than these, at least 1
     * @throws InterruptedWorkException when the thread is interrupted
     */
    public List<Hit> search(String query, int mostChunks) {
        var terms = QueryTerms.of(query);
        var hits = new ArrayList<Hit>();
        for (var i = 0; i < lowered.length; i++) {
            var score = 0L;
            for (var term : terms) {
                InterruptedWorkException.check();
                score += occurrences(lowered[i], term);
            }
            if (score > 0) {
                hits.add(new Hit(i, score));
            }
        }
        hits.sort(BEST_FIRST);
        return hits.size() <= mostChunks ? hits : hits.subList(0, mostChunks);
    }

    private static int occurrences(String text, String term) {
        var count = 0;
        for (var at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length())) {
            count++;
        }
        return count;
    }
}

package ai.zavora.core.retrieval;

import java.util.ArrayList;
import java.util.List;

/** The words of a query that are looked for. */
public final class QueryTerms {
    /** Shorter words are in every text. */
    private static final int SHORTEST = 3;

    private QueryTerms() {}

    /**
     * Splits at white space, strips what is neither an ASCII letter nor a digit from both ends, lowers ASCII letters and
     * drops what is then shorter than 3 bytes of UTF-8.
     *
     * @return the words in their order; one that stands twice is there twice
     */
    public static List<String> of(String query) {
        var terms = new ArrayList<String>();
        var end = 0;
        for (var start = 0; start < query.length(); start = end + 1) {
            end = start;
            while (end < query.length() && !isWhiteSpace(query.charAt(end))) {
                end++;
            }
            var from = start;
            var to = end;
            while (from < to && !isWordEnd(query.charAt(from))) {
                from++;
            }
            while (from < to && !isWordEnd(query.charAt(to - 1))) {
                to--;
            }
            // both ends are ASCII, so three characters are at least three bytes and fewer are fewer
            if (to - from >= SHORTEST) {
                terms.add(AsciiCase.lower(query.substring(from, to)));
            }
        }
        return terms;
    }

    private static boolean isWordEnd(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** The property White_Space of Unicode; none of them is beyond the basic plane. */
    private static boolean isWhiteSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r') || (c >= 0x80 && (Character.isSpaceChar(c) || c == 0x85));
    }
}

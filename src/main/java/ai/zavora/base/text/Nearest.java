package ai.zavora.base.text;

import java.util.Locale;
import java.util.Optional;

/** Finds what somebody most likely meant to write. Pure; case is ignored. */
public final class Nearest {

    /** Longer words are not compared: nobody mistypes them into a known one, and the cost grows with the square. */
    private static final int MAX_LENGTH = 64;

    /** From so many characters on, a beginning with one slip in it still says what was meant. */
    private static final int LONG_BEGINNING = 6;

    private Nearest() {}

    /**
     * The candidate closest to a word by edit distance (insert, delete, replace, or swap of neighbours), the first of
     * equals; empty when none is close enough to be a plausible slip.
     *
     * @param word what was written
     * @param candidates what would have been right
     */
    public static Optional<String> to(String word, Iterable<String> candidates) {
        if (word.isBlank() || word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        var written = word.toLowerCase(Locale.ROOT);
        var best = Optional.<String>empty();
        var bestScore = Integer.MAX_VALUE;
        for (var candidate : candidates) {
            var score = score(written, candidate.toLowerCase(Locale.ROOT));
            if (score < bestScore) {
                bestScore = score;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /** The distance, or the largest integer when the two are too far apart to be a slip. */
    private static int score(String written, String candidate) {
        if (candidate.length() > MAX_LENGTH) {
            return Integer.MAX_VALUE;
        }
        var distance = distance(written, candidate);
        var tolerated = Math.max(1, (Math.max(written.length(), candidate.length()) + 1) / 3);
        if (distance <= tolerated) {
            return distance;
        }
        // a beginning such as "mod" for "models" is meant more often than a word it resembles
        if (written.length() >= 3 && candidate.startsWith(written)) {
            return tolerated + 1;
        }
        var slipInBeginning = written.length() >= LONG_BEGINNING
                && written.length() < candidate.length()
                && distance(written, candidate.substring(0, written.length())) == 1;
        return slipInBeginning ? tolerated + 2 : Integer.MAX_VALUE;
    }

    private static int distance(String a, String b) {
        var beforeLast = new int[b.length() + 1];
        var last = new int[b.length() + 1];
        var row = new int[b.length() + 1];
        for (var j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (var i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (var j = 1; j <= b.length(); j++) {
                var replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            var spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}

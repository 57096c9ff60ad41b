package ai.zavora.core.session;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.text.WholeCharacters;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Words to look for in the journal of one application and user. Case is ignored, also which of its two small forms a
 * sigma has and whether a sharp s is written as two, and so is whether a letter and its accent are one character (Unicode
 * Standard Annex 15, form C) and what white space words in quotes are parted by; a word also matches inside a longer one.
 *
 * <p>More than {@value #MAX_WORDS} words, or one of more than {@value #MAX_CHARS} characters, are refused with INPUT.
 *
 * @param words at least one, as {@link #words} gives them
 * @param limit how many hits at most; at least 1
 */
public record SearchQuery(String app, String user, List<String> words, int limit) {
    /** How much text around the first word a hit shows on each side, in characters. */
    private static final int AROUND = 60;

    /**
     * What every store can look for at once: SQLite takes 1000 conditions, and patterns of 50,000 bytes
     * (sqlite.org/limits.html).
     */
    private static final int MAX_WORDS = 200;

    private static final int MAX_CHARS = 10_000;

    public SearchQuery {
        requireNonNull(app, "app is null");
        requireNonNull(user, "user is null");
        words = List.copyOf(words);
        if (words.isEmpty() || limit < 1) {
            throw new IllegalArgumentException(words.size() + " words, limit " + limit);
        }
        if (words.size() > MAX_WORDS) {
            throw tooLong(words.size() + " words are too many to search for: " + MAX_WORDS + " is the limit.");
        }
        if (words.stream().anyMatch(word -> word.length() > MAX_CHARS)) {
            throw tooLong("A word is too long to search for: " + MAX_CHARS
                    + " characters is the limit, also for words in quotes together.");
        }
    }

    private static ZavoraException tooLong(String message) {
        return new ZavoraException(ErrorKind.INPUT, message, "Search for the few words that matter.");
    }

    /**
     * The words of a text: parted by white space, except between double quotes.
     *
     * @return in the form in which they are compared; empty when there is no word in it
     */
    public static List<String> words(String text) {
        var words = new ArrayList<String>();
        var pieces = folded(spaced(text)).split("\"", -1);
        for (var i = 0; i < pieces.length; i++) {
            var quoted = i % 2 == 1;
            for (var word : quoted ? new String[] {pieces[i]} : pieces[i].split(" ", -1)) {
                if (!word.isBlank()) {
                    words.add(word.strip());
                }
            }
        }
        return words;
    }

    /**
     * The passage of a text that holds the first word, on one line; empty when not all words are in the text.
     *
     * @param text as it was written
     */
    public Optional<String> excerpt(String text) {
        var line = spaced(text);
        var lower = folded(line);
        for (var word : words) {
            if (!lower.contains(word)) {
                return Optional.empty();
            }
        }
        var at = position(line, lower, lower.indexOf(words.getFirst()));
        var from = WholeCharacters.boundary(line, Math.max(0, at - AROUND));
        var to = WholeCharacters.boundary(
                line, Math.min(line.length(), at + words.getFirst().length() + AROUND));
        var passage = line.substring(from, to).strip();
        return Optional.of((from > 0 ? "…" : "") + passage + (to < line.length() ? "…" : ""));
    }

    /** Where what stands at a position of the folded line begins in the line itself, which may be longer or shorter. */
    private static int position(String line, String folded, int at) {
        if (folded.length() == line.length()) {
            return at;
        }
        var from = 0;
        var to = line.length();
        while (from < to) {
            var middle = (from + to + 1) / 2;
            if (folded(line.substring(0, middle)).length() <= at) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return from;
    }

    /** On one line, with one blank in the place of any white space: so words stand together however they are set. */
    private static String spaced(String text) {
        var line = new StringBuilder(text.length());
        var blank = false;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            var isBlank = Character.isWhitespace(c) || Character.isSpaceChar(c);
            if (!isBlank) {
                line.append(c);
            } else if (!blank) {
                line.append(' ');
            }
            blank = isBlank;
        }
        return line.toString();
    }

    /** In lower case, a final sigma like any other, a sharp s as two, letters with their accents as one character. */
    private static String folded(String text) {
        var lower = text.toLowerCase(Locale.ROOT).replace('\u03c2', '\u03c3').replace("\u00df", "ss");
        return Normalizer.normalize(lower, Normalizer.Form.NFC);
    }
}

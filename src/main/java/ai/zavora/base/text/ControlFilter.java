package ai.zavora.base.text;

/**
 * Makes text from models and tools harmless for a terminal: nothing in it can move the cursor, set a title, write the
 * clipboard, answer a query or reorder what is read. Line breaks and tabs stay. Controls become visible signs, so a
 * reader sees that something was there.
 *
 * <p>An instance filters one stream in pieces; any split of a text into pieces gives the same result. Not thread-safe.
 */
public final class ControlFilter {
    private static final char REPLACEMENT = '\uFFFD';
    private static final char DELETE = '\u007f';
    private static final char CONTROL_PICTURES = '\u2400';

    private char waiting;

    /** The piece as it may be shown; half of a surrogate pair at its end waits for the next piece. */
    public String accept(String piece) {
        if (waiting == 0 && isHarmless(piece)) {
            return piece;
        }
        var shown = new StringBuilder(piece.length() + 1);
        for (int i = 0; i < piece.length(); i++) {
            accept(piece.charAt(i), shown);
        }
        return shown.toString();
    }

    private void accept(char c, StringBuilder shown) {
        if (waiting != 0) {
            if (Character.isLowSurrogate(c)) {
                shown.append(waiting).append(c);
                waiting = 0;
                return;
            }
            shown.append(REPLACEMENT);
            waiting = 0;
        }
        if (Character.isHighSurrogate(c)) {
            waiting = c;
        } else if (c == DELETE) {
            shown.append('\u2421');
        } else if (isLowControl(c)) {
            // a return before a line break is part of it; alone it would let later text overwrite earlier text
            if (c != '\r') {
                shown.append((char) (CONTROL_PICTURES + c));
            }
        } else {
            shown.append(isDangerous(c) ? REPLACEMENT : c);
        }
    }

    private static boolean isHarmless(String piece) {
        for (int i = 0; i < piece.length(); i++) {
            var c = piece.charAt(i);
            if (c == DELETE || isLowControl(c) || isDangerous(c) || Character.isHighSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLowControl(char c) {
        return c < ' ' && c != '\n' && c != '\t';
    }

    // C1 controls; the embeddings, overrides and isolates of UAX #9; line and paragraph separators; lone low surrogates
    private static boolean isDangerous(char c) {
        return isWithin(c, '\u0080', '\u009f')
                || isWithin(c, '\u202a', '\u202e')
                || isWithin(c, '\u2066', '\u2069')
                || isWithin(c, '\u2028', '\u2029')
                || Character.isLowSurrogate(c);
    }

    private static boolean isWithin(char c, char first, char last) {
        return c >= first && c <= last;
    }

    /** A whole text as it may be shown. */
    public static String text(String text) {
        var filter = new ControlFilter();
        var shown = filter.accept(text);
        return filter.waiting == 0 ? shown : shown + REPLACEMENT;
    }

    /** A whole text on one line: line breaks and tabs become spaces. */
    public static String line(String text) {
        return text(text).replace('\n', ' ').replace('\t', ' ');
    }

    /**
     * A text on one line of a bounded length.
     *
     * @param most how many characters are shown; what is longer ends with an ellipsis in place of the last one
     */
    public static String line(String text, int most) {
        // twice as many units hold them in any case, and the rest of a huge text is not worth a look
        var line = line(text.substring(0, Math.min(text.length(), 2 * most + 2)));
        return line.codePointCount(0, line.length()) <= most
                ? line
                : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
    }
}

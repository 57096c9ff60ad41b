package ai.zavora.base.text;

/**
 * Puts characters together again that a model or a network cut in two: half a surrogate pair waits for its other half,
 * since neither UTF-8 nor a line of JSON can hold it alone. Used by one thread at a time.
 */
public final class WholeCharacters {
    private String half = "";

    /** What is whole by now, of what waited and this piece. */
    public String accept(String piece) {
        var text = half.isEmpty() ? piece : half + piece;
        var end = text.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        half = text.substring(end);
        return text.substring(0, end);
    }

    /** That place in a text, or the one before it where that place is within a character. */
    public static int boundary(String text, int at) {
        return at > 0 && at < text.length() && Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
    }

    /** Gives up what waits: nothing follows it. */
    public void drop() {
        half = "";
    }
}

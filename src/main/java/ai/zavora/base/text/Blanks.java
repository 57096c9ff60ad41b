package ai.zavora.base.text;

/** What shows as nothing around a text, as it comes along when a text is pasted. */
public final class Blanks {
    private static final int ZERO_WIDTH_SPACE = 0x200b;
    private static final int WORD_JOINER = 0x2060;
    private static final int BYTE_ORDER_MARK = 0xfeff;

    private Blanks() {}

    /** The text without white space at its ends: no-break spaces and those without a width too, unlike Java's own. */
    public static String strip(String text) {
        var from = 0;
        var to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isBlank(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == ZERO_WIDTH_SPACE
                || character == WORD_JOINER
                || character == BYTE_ORDER_MARK;
    }
}

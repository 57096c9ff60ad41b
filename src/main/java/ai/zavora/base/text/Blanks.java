package ai.zavora.base.text;

/** What shows as nothing around a text, as it comes along when a text is pasted. */
public final class Blanks {
    /** What Unicode has as ignorable by default, besides format characters: fillers, joiners and variation selectors. */
    private static final String IGNORABLE = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0";

    private Blanks() {}

    /** The text without white space and what has no width at its ends, no-break spaces included, unlike Java's own. */
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
        return switch (Character.getType(character)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT -> true;
            default -> (character >= '\ufe00' && character <= '\ufe0f') || IGNORABLE.indexOf(character) >= 0;
        };
    }
}

package ai.zavora.base.text;

/** Words as a POSIX shell reads them (pubs.opengroup.org/onlinepubs/9799919799, 2.2). Pure. */
public final class ShellWords {
    private static final String PLAIN = "_./:@%+=,-";

    private ShellWords() {}

    /** A text as one word of a command line, in quotes where it needs them. */
    public static String word(String text) {
        return !text.isEmpty() && text.chars().allMatch(ShellWords::isPlain) ? text : quoted(text);
    }

    /** A text as one word, always in single quotes. */
    public static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || PLAIN.indexOf(character) >= 0;
    }
}

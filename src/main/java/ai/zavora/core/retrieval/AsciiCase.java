package ai.zavora.core.retrieval;

/** Case of ASCII letters alone. */
final class AsciiCase {
    private AsciiCase() {}

    static String lower(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) {
                return lowered(text, i);
            }
        }
        return text;
    }

    private static String lowered(String text, int from) {
        var chars = text.toCharArray();
        for (var i = from; i < chars.length; i++) {
            if (isUpper(chars[i])) {
                chars[i] = (char) (chars[i] + 'a' - 'A');
            }
        }
        return new String(chars);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }
}

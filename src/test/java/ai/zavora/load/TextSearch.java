package ai.zavora.load;

import java.nio.charset.StandardCharsets;

/** Looks for a text in bytes that come in pieces. */
final class TextSearch {
    private final byte[] wanted;
    private final int[] fallback;
    private int matched;

    TextSearch(String text) {
        wanted = text.getBytes(StandardCharsets.UTF_8);
        fallback = new int[wanted.length + 1];
        for (int at = 1, length = 0; at < wanted.length; at++) {
            while (length > 0 && wanted[at] != wanted[length]) {
                length = fallback[length];
            }
            if (wanted[at] == wanted[length]) {
                length++;
            }
            fallback[at + 1] = length;
        }
    }

    /** Starts anew. */
    void reset() {
        matched = 0;
    }

    void accept(byte[] bytes, int from, int to) {
        for (var at = from; at < to && !found(); at++) {
            while (matched > 0 && bytes[at] != wanted[matched]) {
                matched = fallback[matched];
            }
            if (bytes[at] == wanted[matched]) {
                matched++;
            }
        }
    }

    /** Whether the text came. */
    boolean found() {
        return matched == wanted.length;
    }
}

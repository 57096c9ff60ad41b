package ai.zavora.surface.cli.setup;

/** Shows of a key only as much as tells it from another. Counts characters as people do, whatever their encoding. */
final class Masking {
    private Masking() {}

    static String of(String key) {
        var characters = key.codePoints().toArray();
        var count = characters.length;
        if (count >= 10) {
            return text(characters, 0, 3) + "****...****" + text(characters, count - 4, count);
        }
        return count >= 3 ? "*".repeat(count - 2) + text(characters, count - 2, count) : "*".repeat(count);
    }

    private static String text(int[] characters, int from, int to) {
        return new String(characters, from, to - from);
    }
}

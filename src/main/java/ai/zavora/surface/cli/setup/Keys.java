package ai.zavora.surface.cli.setup;

/** What may be a key. */
final class Keys {
    private Keys() {}

    /** Whether the text can be sent as a key at all: visible ASCII without blanks. */
    static boolean plausible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
    }
}

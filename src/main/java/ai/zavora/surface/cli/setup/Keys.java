package ai.zavora.surface.cli.setup;

import java.util.List;

/** What may be a key. */
final class Keys {

    /** How keys of providers and of what stands before them begin; no model's name does. */
    private static final List<String> BEGINNINGS =
            List.of("sk-", "sk_", "gsk_", "gsk-", "aiza", "xai-", "hf_", "pk-", "ghp_", "bearer ");

    /** Names of models are shorter, or have parts. */
    private static final int LONG = 32;

    private Keys() {}

    /** Whether the text can be sent as a key at all: visible ASCII without blanks. */
    static boolean plausible(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
    }

    /** Whether the text looks like a key, so that it must not be kept as anything else. */
    static boolean resembles(String text) {
        for (var beginning : BEGINNINGS) {
            if (text.regionMatches(true, 0, beginning, 0, beginning.length())) {
                return true;
            }
        }
        return text.length() >= LONG
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_')
                && text.chars().anyMatch(Character::isDigit)
                && text.chars().anyMatch(Character::isLetter);
    }
}

package ai.zavora.core.command;

import java.util.Optional;

/**
 * What follows the command word.
 *
 * @param text without space around it; may be empty
 */
public record Arguments(String text) {
    public Arguments {
        text = text.strip();
    }

    /** The whole text; empty when there is none. */
    public Optional<String> value() {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}

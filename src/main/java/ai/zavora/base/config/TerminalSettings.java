package ai.zavora.base.config;

/**
 * What the environment says of the terminal.
 *
 * @param type the value of {@code TERM}; may be empty
 */
public record TerminalSettings(String type, Colour colour) {

    /** Whether colour is wanted. */
    public enum Colour {
        WANTED,
        /** {@code NO_COLOR} is set to anything but the empty text (no-color.org). */
        UNWANTED
    }
}

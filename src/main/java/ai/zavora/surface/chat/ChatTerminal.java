package ai.zavora.surface.chat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What is known of the terminal before it is touched.
 *
 * @param terminals which of the three streams are terminals
 * @param type the value of {@code TERM}; may be empty
 * @param style whether colour is wanted; {@code NO_COLOR} means it is not
 * @param history the file that keeps what was typed, mode 0600; empty for no memory beyond this chat
 * @param unkept tells a line that must not be kept, beside those that seem to hold a credential
 */
public record ChatTerminal(
        Set<Stream> terminals, String type, Style style, Optional<Path> history, Predicate<String> unkept) {
    public ChatTerminal {
        terminals = Set.copyOf(terminals);
    }

    /** One of the three standard streams. */
    public enum Stream {
        IN,
        OUT,
        ERR
    }

    /** Whether colour may be used where a terminal can show it. */
    public enum Style {
        COLOUR,
        PLAIN
    }

    boolean is(Stream stream) {
        return terminals.contains(stream);
    }

    /** A terminal that obeys no cursor movement, such as an editor's shell window. */
    boolean dumb() {
        return type.isEmpty() || type.equals("dumb");
    }

    boolean colours(Stream stream) {
        return style == Style.COLOUR && is(stream) && !dumb();
    }

    boolean editable() {
        return is(Stream.IN) && is(Stream.OUT) && !dumb();
    }
}

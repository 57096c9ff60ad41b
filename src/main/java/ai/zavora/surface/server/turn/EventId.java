package ai.zavora.surface.server.turn;

import java.util.Optional;

/**
 * The id of an event of a turn, {@code TURN.ITEM.CHARS}.
 *
 * @param item which of the turn's texts, tool calls, tool results and end it is, from 0
 * @param chars how much of a text was said, in UTF-16 units; 0 for anything else
 */
public record EventId(String turnId, int item, int chars) {

    /** Reads an id; empty when it is none. */
    public static Optional<EventId> parse(String text) {
        var parts = text.strip().split("\\.", -1);
        if (parts.length != 3 || parts[0].isEmpty()) {
            return Optional.empty();
        }
        try {
            var item = Integer.parseInt(parts[1]);
            var chars = Integer.parseInt(parts[2]);
            return item < 0 || chars < 0 ? Optional.empty() : Optional.of(new EventId(parts[0], item, chars));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}

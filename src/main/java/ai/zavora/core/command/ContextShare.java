package ai.zavora.core.command;

import ai.zavora.base.error.ZavoraException;
import java.util.Optional;

/**
 * How full the model's context window is, for prompts and status lines.
 *
 * @param percent 0 and up; above 100 when the conversation no longer fits
 * @param text the same for people: {@code 12%}, {@code <1%}
 */
public record ContextShare(int percent, String text) {

    /** How serious it is. */
    public enum Level {
        CALM,
        /** From 80 percent. */
        WARNING,
        /** From 90 percent. */
        CRITICAL
    }

    /** The share of a chat's session; empty while nothing is used, without a known window, or when the journal fails. */
    public static Optional<ContextShare> of(ChatState state) {
        try {
            var used = state.usage().contextTokens();
            return used == 0 ? Optional.empty() : state.window().map(window -> share(used, window));
        } catch (ZavoraException unreadable) {
            // a prompt is no place for this failure: the next turn meets it and reports it
            return Optional.empty();
        }
    }

    private static ContextShare share(long used, long window) {
        return new ContextShare((int) Math.min(999, used * 100 / window), Words.percent(used, window));
    }

    public Level level() {
        if (percent >= 90) {
            return Level.CRITICAL;
        }
        return percent >= 80 ? Level.WARNING : Level.CALM;
    }
}

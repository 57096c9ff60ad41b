package ai.zavora.core.command;

import java.util.List;

/** Something the person asks of the chat itself, not of the model. Stateless; every one is listed in {@link SlashCommands}. */
public interface SlashCommand {

    /** The word behind the slash, lower case. */
    String name();

    /** Further words for the same command. */
    default List<String> aliases() {
        return List.of();
    }

    /** How its arguments are written, for example {@code [ID]}; empty when it takes none. */
    default String arguments() {
        return "";
    }

    /** What it does, in a few words. */
    String summary();

    /** What it does, in whole sentences, for {@code /help NAME}. */
    default String details() {
        return summary() + ".";
    }

    /** Values its first argument may take, for completion; may be incomplete. */
    default List<String> candidates(ChatState state) {
        return List.of();
    }

    /**
     * Does it. Runs between turns, on the thread that owns the chat.
     *
     * @throws ai.zavora.base.error.ZavoraException when it cannot be done; the chat goes on as before
     */
    Outcome run(Arguments arguments, ChatState state);
}

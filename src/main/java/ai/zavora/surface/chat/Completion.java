package ai.zavora.surface.chat;

import ai.zavora.core.command.ChatState;
import ai.zavora.core.command.SlashCommands;
import java.util.List;

/** Completes slash commands and their first arguments. */
final class Completion {
    private final SlashCommands commands;
    private final ChatState state;

    Completion(SlashCommands commands, ChatState state) {
        this.commands = commands;
        this.state = state;
    }

    /** A word that may stand at the cursor, and what it means; the meaning may be empty. */
    record Suggestion(String word, String meaning) {}

    /**
     * What may stand in the place of one word of a line; the caller picks what fits what is already typed.
     *
     * @param words the line's words up to the one at the cursor, that one included
     */
    List<Suggestion> at(List<String> words) {
        if (words.isEmpty() || !words.getFirst().startsWith("/")) {
            return List.of();
        }
        return switch (words.size()) {
            case 1 ->
                commands.all().stream()
                        .map(command -> new Suggestion("/" + command.name(), command.summary()))
                        .toList();
            case 2 ->
                commands.find(words.getFirst().substring(1)).stream()
                        .flatMap(command -> command.candidates(state).stream())
                        .map(word -> new Suggestion(word, ""))
                        .toList();
            default -> List.of();
        };
    }
}

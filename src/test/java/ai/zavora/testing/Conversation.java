package ai.zavora.testing;

import java.util.List;
import java.util.Optional;

/**
 * What a request tells the model, free of any wire.
 *
 * @param model the model asked for; empty where the wire has it in the path
 * @param system the system text; empty when there is none
 * @param said the messages, oldest first
 * @param tools the names of the tools on offer
 */
public record Conversation(Optional<String> model, String system, List<Said> said, List<String> tools) {
    public Conversation {
        said = List.copyOf(said);
        tools = List.copyOf(tools);
    }

    /**
     * One message.
     *
     * @param role {@code user}, {@code assistant} or {@code tool}, whatever the wire calls it
     * @param text its texts joined; for a tool its output as the wire carries it
     * @param toolUses the names of the tools an assistant's message asks for
     */
    public record Said(String role, String text, List<String> toolUses) {
        public Said {
            toolUses = List.copyOf(toolUses);
        }

        static Said of(String role, String text) {
            return new Said(role, text, List.of());
        }
    }
}

package ai.zavora.adapter.provider.local;

import ai.zavora.adapter.provider.local.Turn.Speaker;
import java.util.List;

/**
 * For models that were only pretrained and have no chat template: the conversation as a transcript, which such a model
 * continues. A few sample exchanges show it the manner; without them small models repeat the question or answer about
 * themselves. The system text stands first, where it does no harm.
 */
final class TranscriptFormat implements PromptFormat {

    private static final String USER = "User: ";
    private static final String ASSISTANT = "Assistant:";

    private static final String SAMPLES = """
            A conversation between a user and a helpful assistant that gives short, correct answers.

            User: Hello
            Assistant: Hello! How can I help you today?

            User: What is the largest planet?
            Assistant: The largest planet in our solar system is Jupiter.

            User: Who painted the Mona Lisa?
            Assistant: The Mona Lisa was painted by Leonardo da Vinci.

            """;

    @Override
    public String prompt(String system, List<Turn> turns) {
        var prompt = new StringBuilder(system.strip());
        if (!prompt.isEmpty()) {
            prompt.append("\n\n");
        }
        prompt.append(SAMPLES);
        for (var turn : turns) {
            switch (turn.speaker()) {
                case USER -> prompt.append(USER).append(turn.text().strip()).append('\n');
                case ASSISTANT ->
                    prompt.append(ASSISTANT)
                            .append(' ')
                            .append(turn.text().strip())
                            .append("\n\n");
            }
        }
        if (turns.isEmpty() || turns.getLast().speaker() == Speaker.USER) {
            prompt.append(ASSISTANT);
        }
        return prompt.toString();
    }

    @Override
    public List<String> stops() {
        return List.of("\nUser:", "\nAssistant:");
    }
}

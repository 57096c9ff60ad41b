package ai.zavora.adapter.provider.local;

import java.util.List;

/** How a conversation is put to a model as one text. */
interface PromptFormat {

    /**
     * The text that the model is to continue with the assistant's next turn.
     *
     * @param system what the model is told before the conversation; may be empty
     */
    String prompt(String system, List<Turn> turns);

    /** Texts that end the model's turn besides its own end token. */
    List<String> stops();
}

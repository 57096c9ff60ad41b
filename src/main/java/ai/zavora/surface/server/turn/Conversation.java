package ai.zavora.surface.server.turn;

import ai.zavora.core.llm.Message;
import java.util.List;

/** What a turn goes on with. */
public sealed interface Conversation {

    /** What the journal has of the session; the turn is written there too. */
    enum Recorded implements Conversation {
        RECORDED
    }

    /**
     * What the caller brings along; it is forgotten with the turn.
     *
     * @param messages oldest first; every tool use is followed by its output
     */
    record Given(List<Message> messages) implements Conversation {
        public Given {
            messages = List.copyOf(messages);
        }
    }
}

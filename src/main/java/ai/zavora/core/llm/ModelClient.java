package ai.zavora.core.llm;

import ai.zavora.core.tool.ToolSpec;
import java.util.List;
import java.util.function.Consumer;

/** A connection to one provider. Safe for use from several threads; each call stands for itself. */
public interface ModelClient extends AutoCloseable {

    /**
     * Sends the request and blocks until the reply is complete. Interrupting the calling thread cancels at any instant
     * and closes the connection.
     *
     * @param onDelta called on the calling thread, in order, as pieces arrive
     * @throws ModelException when there will be no reply
     * @throws InterruptedException when the calling thread was interrupted
     */
    ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException;

    /**
     * Looks at a request that is about to be sent. A request that was not looked at so is looked at when it is sent.
     *
     * @param onDelta told what was found
     * @throws ai.zavora.base.error.ZavoraException when it must not be sent
     */
    default void admit(ModelRequest request, Consumer<ModelDelta> onDelta) {}

    /**
     * Looks at messages that a request outside of a turn is to be made of, such as one for a summary.
     *
     * @param tools on offer in turns, whose names the messages have
     * @param onDelta told what was found in those that are new
     * @return the same as they may be sent: what is found in a whole may not be found in a part of it
     */
    default List<Message> lookAt(List<Message> messages, List<ToolSpec> tools, Consumer<ModelDelta> onDelta) {
        return messages;
    }

    /**
     * This connection for the requests of one turn, one after the other on one thread: for clients that must see them
     * together. It needs no closing and dies with this one.
     */
    default ModelClient forTurn() {
        return this;
    }

    /** Releases connections and native memory. Never throws. */
    @Override
    void close();
}

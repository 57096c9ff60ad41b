package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonException;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelReply;
import java.util.function.Consumer;

/** Puts one reply together from its events. One per attempt, used from the calling thread only. */
public interface ReplyAssembler {

    /**
     * Takes in the next event. Events of unknown types are ignored, not refused.
     *
     * @return whether the reply is complete; what follows is not read
     * @throws JsonException when the event is not the JSON it should be
     * @throws ai.zavora.core.llm.ModelException when the event reports a failure
     */
    boolean accept(StreamEvent event, Consumer<ModelDelta> onDelta) throws JsonException;

    /**
     * The finished reply. Called once, when {@link #accept} said complete or the stream ended.
     *
     * @throws ai.zavora.core.llm.ModelException with {@code STREAM_BROKEN} when the reply is not complete
     */
    ModelReply finish();
}

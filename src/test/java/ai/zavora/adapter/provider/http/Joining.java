package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonException;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import java.util.List;
import java.util.function.Consumer;

/** A reply of one text: each event is {@code {"t": "piece"}}; {@code [DONE]} ends it. */
final class Joining implements ReplyAssembler {
    private final StringBuilder text = new StringBuilder();
    private boolean done;

    @Override
    public boolean accept(StreamEvent event, Consumer<ModelDelta> onDelta) throws JsonException {
        if (event.data().equals("[DONE]")) {
            done = true;
            return true;
        }
        var piece = Json.parseObject(event.data()).string("t").orElse("");
        text.append(piece);
        onDelta.accept(new ModelDelta.Text(piece));
        return false;
    }

    @Override
    public ModelReply finish() {
        if (!done) {
            throw new ModelException(ModelException.Reason.STREAM_BROKEN, "The stream broke.", "Try again.");
        }
        return new ModelReply(List.of(new Part.Text(text.toString())), StopReason.COMPLETE, Usage.NONE, "m");
    }
}

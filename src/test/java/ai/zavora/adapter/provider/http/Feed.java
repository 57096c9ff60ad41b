package ai.zavora.adapter.provider.http;

import ai.zavora.base.json.JsonException;
import ai.zavora.core.llm.ModelDelta;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelReply;
import java.util.ArrayList;
import java.util.List;

/**
 * What an assembler made of a series of events.
 *
 * @param reply the finished reply
 * @param deltas what was told on the way
 */
public record Feed(ModelReply reply, List<ModelDelta> deltas) {

    /** Words a failure by its reason and whether the provider's error was handed on. */
    public static final Failures FAILURES =
            (reason, body) -> new ModelException(reason, reason + " " + body.isPresent(), "hint");

    /**
     * Feeds events to an assembler as the transport does: until it says complete, then asks for the reply.
     *
     * @param events the data of each event
     */
    public static Feed into(ReplyAssembler assembler, String... events) throws JsonException {
        var deltas = new ArrayList<ModelDelta>();
        for (var event : events) {
            if (assembler.accept(new StreamEvent("", event), deltas::add)) {
                break;
            }
        }
        return new Feed(assembler.finish(), List.copyOf(deltas));
    }
}

package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.guardrail.GuardrailPolicy;
import java.util.function.Consumer;

/**
 * Watches what a model says: answer, reasoning, and names and arguments of tool calls. What {@code redact} replaces is
 * replaced while it streams and in the finished reply alike, so that nothing else is ever shown or stored. {@code block}
 * holds everything back until the answer is complete, over all requests of a turn.
 *
 * <p>A find may begin in the text of one request of a turn and end in that of the next; see {@link #forTurn()}.
 *
 * <p>Data that only the provider understands stays as it is, unless the readable text it belongs to had finds or it
 * holds some itself: then it is left out, since it could repeat them.
 *
 * <p>As safe for several threads as the client it wraps.
 */
public final class GuardedModelClient implements ModelClient {
    private final ModelClient client;
    private final GuardrailPolicy policy;

    /** @param client what answers; closed with this */
    public GuardedModelClient(ModelClient client, GuardrailPolicy policy) {
        this.client = requireNonNull(client, "client is null");
        this.policy = requireNonNull(policy, "policy is null");
    }

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        return new GuardedTurn(client, policy).last(request, onDelta);
    }

    @Override
    public ModelClient forTurn() {
        return new GuardedTurn(client.forTurn(), policy);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Whether answers come as a whole. */
    public static boolean buffers(Mode mode) {
        return mode == Mode.BLOCK;
    }
}

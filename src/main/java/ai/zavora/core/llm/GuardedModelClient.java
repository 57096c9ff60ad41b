package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardedText;
import ai.zavora.core.guardrail.GuardrailPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches what a model says: answer, reasoning and the arguments of tool calls. What {@code redact} replaces is replaced
 * while it streams and in the finished reply alike, so that nothing else is ever shown or stored. {@code block} holds
 * everything back until the reply is complete.
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
        return switch (policy.mode()) {
            case DISABLED -> client.generate(request, onDelta);
            case OBSERVE -> observe(client.generate(request, onDelta), onDelta);
            case BLOCK -> block(request, onDelta);
            case REDACT -> redact(request, onDelta);
        };
    }

    private ModelReply observe(ModelReply reply, Consumer<ModelDelta> onDelta) {
        tell(new Redaction(reply).found(), onDelta);
        return reply;
    }

    private ModelReply block(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var held = new ArrayList<ModelDelta>();
        var reply = client.generate(request, delta -> {
            switch (delta) {
                case ModelDelta.Text _, ModelDelta.Reasoning _, ModelDelta.ToolUseStarted _ -> held.add(delta);
                case ModelDelta.Retrying _, ModelDelta.Progress _, ModelDelta.Guarded _ -> onDelta.accept(delta);
            }
        });
        var found = new Redaction(reply).found();
        tell(found, onDelta);
        if (!found.isEmpty()) {
            throw policy.blocked(found);
        }
        held.forEach(onDelta);
        return reply;
    }

    private ModelReply redact(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        var stream = new Stream(onDelta);
        var reply = client.generate(request, stream);
        stream.finish();
        var redaction = new Redaction(reply);
        tell(redaction.found(), onDelta);
        return redaction.reply();
    }

    private void tell(Detection found, Consumer<ModelDelta> onDelta) {
        policy.hit(found).ifPresent(hit -> onDelta.accept(new ModelDelta.Guarded(hit)));
    }

    @Override
    public void close() {
        client.close();
    }

    /** The pieces of a reply on their way. */
    private final class Stream implements Consumer<ModelDelta> {
        private final Consumer<ModelDelta> onDelta;
        private final GuardedText text = policy.open();
        private final GuardedText reasoning = policy.open();

        Stream(Consumer<ModelDelta> onDelta) {
            this.onDelta = onDelta;
        }

        @Override
        public void accept(ModelDelta delta) {
            switch (delta) {
                case ModelDelta.Text(var piece) -> passText(text.accept(piece));
                case ModelDelta.Reasoning(var piece) -> passReasoning(reasoning.accept(piece));
                case ModelDelta.ToolUseStarted _, ModelDelta.Retrying _, ModelDelta.Progress _, ModelDelta.Guarded _ ->
                    onDelta.accept(delta);
            }
        }

        void finish() {
            passReasoning(reasoning.finish());
            passText(text.finish());
        }

        private void passText(String piece) {
            if (!piece.isEmpty()) {
                onDelta.accept(new ModelDelta.Text(piece));
            }
        }

        private void passReasoning(String piece) {
            if (!piece.isEmpty()) {
                onDelta.accept(new ModelDelta.Reasoning(piece));
            }
        }
    }

    /** A finished reply with its finds replaced. All its text is one, and so is all its reasoning, as in the stream. */
    private final class Redaction {
        private final ModelReply reply;
        private final List<Part> parts = new ArrayList<>();
        private final List<Detection> finds = new ArrayList<>();

        Redaction(ModelReply reply) {
            this.reply = reply;
            var text = policy.open();
            var reasoning = policy.open();
            var lastText = last(Part.Text.class);
            var lastReasoning = last(Part.Reasoning.class);
            for (var i = 0; i < reply.parts().size(); i++) {
                switch (reply.parts().get(i)) {
                    case Part.Text(var piece) ->
                        parts.add(new Part.Text(text.accept(piece) + (i == lastText ? text.finish() : "")));
                    case Part.Reasoning thought ->
                        parts.add(thought(
                                thought,
                                reasoning.accept(thought.text()) + (i == lastReasoning ? reasoning.finish() : "")));
                    case Part.ToolUse use -> parts.add(use(use));
                    case Part.Image image -> parts.add(image);
                    case Part.ToolOutput output -> parts.add(output);
                }
            }
            finds.add(text.found());
            finds.add(reasoning.found());
        }

        private int last(Class<? extends Part> kind) {
            for (var i = reply.parts().size() - 1; i >= 0; i--) {
                if (kind.isInstance(reply.parts().get(i))) {
                    return i;
                }
            }
            return -1;
        }

        private Part thought(Part.Reasoning thought, String text) {
            return new Part.Reasoning(text, opaque(thought.providerData(), text.equals(thought.text())));
        }

        private Part use(Part.ToolUse use) {
            var input = policy.redact(use.input());
            finds.add(input.found());
            return new Part.ToolUse(
                    use.id(),
                    use.name(),
                    input.value(),
                    opaque(use.providerData(), input.found().isEmpty()));
        }

        private Optional<Part.ProviderData> opaque(Optional<Part.ProviderData> data, boolean textUnchanged) {
            return data.filter(
                    kept -> textUnchanged && policy.redact(kept.data()).found().isEmpty());
        }

        Detection found() {
            return policy.joined(finds);
        }

        ModelReply reply() {
            return found().isEmpty() ? reply : new ModelReply(parts, reply.stopReason(), reply.usage(), reply.model());
        }
    }

    /** Whether answers come as a whole. */
    public static boolean buffers(Mode mode) {
        return mode == Mode.BLOCK;
    }
}

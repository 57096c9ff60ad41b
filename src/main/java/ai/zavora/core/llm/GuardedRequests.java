package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardrailPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * Watches the conversation that goes to a model as a whole, under whatever guardrail it was recorded. {@code redact}
 * sends a copy with the finds replaced, {@code block} refuses the turn, and {@code observe} tells of them. What the user
 * says and what tools return now is guarded where it comes in, before it is stored; here it is history that counts.
 *
 * <p>The conversation that was looked at last is remembered, so that what a turn adds is all that is looked at next time,
 * and a find is told once in a process. What the model said itself in this process is replaced by {@code redact}; it makes
 * no turn fail and is not told again.
 *
 * <p>A request outside of a turn, such as for a summary, goes out redacted where a turn would be refused.
 *
 * <p>As safe for several threads as the client it wraps.
 */
public final class GuardedRequests implements ModelClient {
    private final ModelClient client;
    private final GuardrailPolicy policy;
    private final AtomicReference<Checked> checked = new AtomicReference<>(Checked.NOTHING);

    /** @param client what answers; closed with this */
    public GuardedRequests(ModelClient client, GuardrailPolicy policy) {
        this.client = requireNonNull(client, "client is null");
        this.policy = requireNonNull(policy, "policy is null");
    }

    /** A conversation as it is and as it may be sent, message by message. */
    private record Checked(List<Message> messages, List<Message> guarded) {
        static final Checked NOTHING = new Checked(List.of(), List.of());

        /** How many messages at the beginning are the same. */
        int common(List<Message> others) {
            var most = Math.min(messages.size(), others.size());
            for (var i = 0; i < most; i++) {
                if (!messages.get(i).equals(others.get(i))) {
                    return i;
                }
            }
            return most;
        }
    }

    /** What was found in the messages that are new, before the last one the user said and in all. */
    private record Look(Checked checked, Detection before, Detection all) {}

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        return switch (policy.mode()) {
            // what such a request holds is observed in the turns it was said in
            case DISABLED, OBSERVE -> client.generate(request, onDelta);
            case BLOCK, REDACT -> {
                var look = look(request, Checked.NOTHING);
                if (policy.mode() == Mode.REDACT) {
                    tell(look.all(), onDelta);
                }
                yield client.generate(with(request, look.checked().guarded()), onDelta);
            }
        };
    }

    @Override
    public ModelClient forTurn() {
        return policy.mode() == Mode.DISABLED ? client.forTurn() : new Turn(client.forTurn());
    }

    @Override
    public void close() {
        client.close();
    }

    private Look look(ModelRequest request, Checked known) {
        var declared = DeclaredNames.of(request.tools());
        var messages = request.messages();
        var common = known.common(messages);
        var guarded = new ArrayList<>(known.guarded().subList(0, common));
        var before = new ArrayList<Detection>();
        var all = new ArrayList<Detection>();
        for (var i = common; i < messages.size(); i++) {
            var message = messages.get(i);
            var parts = GuardedParts.of(policy, declared, message.parts());
            guarded.add(parts.found().isEmpty() ? message : new Message(message.role(), parts.parts()));
            all.add(parts.found());
            if (i < messages.size() - 1) {
                before.add(parts.found());
            }
        }
        return new Look(new Checked(messages, List.copyOf(guarded)), policy.joined(before), policy.joined(all));
    }

    private static ModelRequest with(ModelRequest request, List<Message> messages) {
        return new ModelRequest(
                request.model(), request.system(), messages, request.tools(), request.maxOutputTokens());
    }

    private void tell(Detection found, Consumer<ModelDelta> onDelta) {
        policy.hit(found).ifPresent(hit -> onDelta.accept(new ModelDelta.Guarded(hit)));
    }

    /** The requests of one turn. */
    private final class Turn implements ModelClient {
        private final ModelClient turnClient;
        private boolean begun;

        Turn(ModelClient turnClient) {
            this.turnClient = turnClient;
        }

        @Override
        public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
            var sent = request;
            if (!begun || policy.mode() == Mode.REDACT) {
                var look = look(request, checked.get());
                admit(look, onDelta);
                checked.set(look.checked());
                begun = true;
                sent = policy.mode() == Mode.REDACT
                        ? with(request, look.checked().guarded())
                        : request;
            }
            var reply = turnClient.generate(sent, onDelta);
            if (policy.mode() != Mode.REDACT) {
                remember(request.messages(), reply);
            }
            return reply;
        }

        /** @throws ai.zavora.base.error.ZavoraException when the conversation is refused */
        private void admit(Look look, Consumer<ModelDelta> onDelta) {
            // the newest words were observed where they came in
            var found = policy.mode() == Mode.OBSERVE ? look.before() : look.all();
            tell(found, onDelta);
            if (policy.mode() == Mode.BLOCK && !found.isEmpty()) {
                throw policy.blockedHistory(found);
            }
        }

        /** What the model said comes from where it would go. */
        private void remember(List<Message> messages, ModelReply reply) {
            var spoken = new ArrayList<>(messages);
            if (!reply.parts().isEmpty()) {
                spoken.add(new Message(Role.ASSISTANT, reply.parts()));
            }
            checked.set(new Checked(List.copyOf(spoken), List.copyOf(spoken)));
        }

        /** Closes nothing: the client is its owner's. */
        @Override
        public void close() {}
    }
}

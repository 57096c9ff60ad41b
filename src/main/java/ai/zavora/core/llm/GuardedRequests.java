package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardrailPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Watches the conversation that goes to a model as a whole, under whatever guardrail it was recorded. {@code redact}
 * sends a copy with the finds replaced, {@code block} refuses the turn, and {@code observe} tells of them. What the user
 * says and what tools return now is guarded where it comes in, before it is stored; here it is history that counts.
 *
 * <p>Messages that were looked at are remembered, so that what a turn adds is all that is looked at next time, and a find is
 * told once in a process. What the model said itself in this process is replaced by {@code redact}; it makes no turn fail
 * and is not told again.
 *
 * <p>A request outside of a turn, such as for a summary, goes out redacted where a turn would be refused; its reply comes
 * back redacted then, since it stands for the conversation from there on.
 *
 * <p>As safe for several threads as the client it wraps.
 */
public final class GuardedRequests implements ModelClient {
    private final ModelClient client;
    private final GuardrailPolicy policy;
    private final CheckedMessages known;

    /**
     * @param client what answers; closed with this
     * @param known what the process knows; one for all clients under this policy
     */
    public GuardedRequests(ModelClient client, GuardrailPolicy policy, CheckedMessages known) {
        this.client = requireNonNull(client, "client is null");
        this.policy = requireNonNull(policy, "policy is null");
        this.known = requireNonNull(known, "known is null");
    }

    /** The messages as they may be sent; what was found in those that are new, before the newest words and in all. */
    private record Look(List<Message> messages, Detection before, Detection all) {}

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        return switch (policy.mode()) {
            case DISABLED -> client.generate(request, onDelta);
            case OBSERVE -> {
                tell(look(request).all(), onDelta);
                remember(request.messages());
                yield client.generate(request, onDelta);
            }
            case BLOCK, REDACT -> {
                var look = look(request);
                if (policy.mode() == Mode.REDACT) {
                    tell(look.all(), onDelta);
                }
                var reply = client.generate(with(request, look.messages()), onDelta);
                yield policy.mode() == Mode.BLOCK ? redacted(request, reply) : reply;
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

    private Look look(ModelRequest request) {
        var declared = DeclaredNames.of(request.tools());
        var messages = request.messages();
        var asSent = new ArrayList<Message>();
        var before = new ArrayList<Detection>();
        var all = new ArrayList<Detection>();
        for (var message : messages) {
            var checked = known.guarded(key(message));
            if (checked.isPresent()) {
                asSent.add(policy.mode() == Mode.REDACT ? checked.get() : message);
                continue;
            }
            var parts = GuardedParts.of(policy, declared, message);
            all.add(parts.found());
            before.add(
                    asSent.size() < messages.size() - 1
                            ? parts.found()
                            : GuardedParts.of(policy, declared, new Message(message.role(), earlier(message)))
                                    .found());
            asSent.add(parts.found().isEmpty() ? message : new Message(message.role(), parts.parts()));
        }
        return new Look(asSent, policy.joined(before), policy.joined(all));
    }

    /** What the last message holds of history before the newest words, which are known as they came in. */
    private List<Part> earlier(Message last) {
        if (policy.mode() != Mode.OBSERVE) {
            return List.of();
        }
        var newest = last.parts().size() - 1;
        while (newest > 0 && !isKnown(last, newest, last.parts().size())) {
            newest--;
        }
        var end = newest > 0 && last.parts().get(newest - 1).equals(Message.BETWEEN) ? newest - 1 : newest;
        if (end <= 0 || isKnown(last, 0, end)) {
            return List.of();
        }
        // where this turn fails, its words leave the history, and the next stand behind the same
        var earlier = last.parts().subList(0, end);
        known.remember(key(new Message(last.role(), earlier)));
        return earlier;
    }

    private boolean isKnown(Message message, int from, int to) {
        return known.guarded(key(new Message(message.role(), message.parts().subList(from, to))))
                .isPresent();
    }

    /**
     * What a message is remembered by: itself where a copy of it is sent, else without the ids of its calls, which the
     * history has others for than the model that asked.
     */
    private Message key(Message message) {
        return policy.mode() == Mode.REDACT ? message : message.withoutCallIds();
    }

    private void remember(List<Message> messages) {
        messages.forEach(message -> known.remember(key(message)));
    }

    private ModelReply redacted(ModelRequest request, ModelReply reply) {
        var parts =
                GuardedParts.of(policy, DeclaredNames.of(request.tools()), new Message(Role.ASSISTANT, reply.parts()));
        return new ModelReply(parts.parts(), reply.stopReason(), reply.usage(), reply.model());
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
        /** What the next request is sent as; empty before it was looked at. */
        private Optional<ModelRequest> admitted = Optional.empty();

        Turn(ModelClient turnClient) {
            this.turnClient = turnClient;
        }

        @Override
        public void admit(ModelRequest request, Consumer<ModelDelta> onDelta) {
            var sent = request;
            if (!begun || policy.mode() == Mode.REDACT) {
                var look = look(request);
                admit(look, onDelta);
                begun = true;
                if (policy.mode() == Mode.OBSERVE) {
                    // the turn may end without a reply
                    GuardedRequests.this.remember(request.messages());
                }
                if (policy.mode() == Mode.REDACT) {
                    sent = with(request, look.messages());
                    remember(request.messages(), look.messages());
                }
            }
            admitted = Optional.of(sent);
        }

        @Override
        public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
            if (admitted.isEmpty()) {
                admit(request, onDelta);
            }
            var sent = admitted.orElseThrow();
            admitted = Optional.empty();
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

        private void remember(List<Message> messages, List<Message> asSent) {
            for (var i = 0; i < messages.size(); i++) {
                known.remember(messages.get(i), asSent.get(i));
            }
        }

        /** What the model said comes from where it would go. */
        private void remember(List<Message> messages, ModelReply reply) {
            GuardedRequests.this.remember(messages);
            if (!reply.parts().isEmpty()) {
                known.remember(key(new Message(Role.ASSISTANT, reply.parts())));
            }
        }

        /** Closes nothing: the client is its owner's. */
        @Override
        public void close() {}
    }
}

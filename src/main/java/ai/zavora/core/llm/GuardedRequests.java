package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.GuardrailPolicy;
import ai.zavora.core.tool.ToolSpec;
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
 * back redacted then, since it stands for the conversation from there on. It tells of nothing: the messages that it is made
 * of are looked at by themselves, as {@link #lookAt} is given them.
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

    /** The messages as they may be sent, and what was found in those that are new. */
    private record Look(List<Message> messages, Detection found) {}

    @Override
    public ModelReply generate(ModelRequest request, Consumer<ModelDelta> onDelta) throws InterruptedException {
        return switch (policy.mode()) {
            case DISABLED, OBSERVE -> client.generate(request, onDelta);
            case BLOCK, REDACT -> {
                var sent = look(request.tools(), request.messages()).messages();
                var reply = client.generate(with(request, sent), onDelta);
                yield policy.mode() == Mode.BLOCK ? redacted(request, reply) : reply;
            }
        };
    }

    @Override
    public List<Message> lookAt(List<Message> messages, List<ToolSpec> tools, Consumer<ModelDelta> onDelta) {
        return switch (policy.mode()) {
            case DISABLED -> messages;
            case OBSERVE -> {
                tell(look(tools, messages).found(), onDelta);
                remember(messages);
                yield messages;
            }
            case REDACT -> {
                var look = look(tools, messages);
                tell(look.found(), onDelta);
                remember(messages, look.messages());
                yield look.messages();
            }
            case BLOCK -> redacted(messages, tools);
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

    /** @param messages those of the request, or the first of them */
    private Look look(List<ToolSpec> tools, List<Message> messages) {
        var declared = DeclaredNames.of(tools);
        var asSent = new ArrayList<Message>();
        var found = new ArrayList<Detection>();
        for (var message : messages) {
            var checked = known.guarded(key(message));
            if (checked.isPresent()) {
                asSent.add(policy.mode() == Mode.REDACT ? checked.get() : message);
                continue;
            }
            var parts = GuardedParts.of(policy, declared, message);
            found.add(parts.found());
            asSent.add(parts.found().isEmpty() ? message : new Message(message.role(), parts.parts()));
        }
        return new Look(asSent, policy.joined(found));
    }

    /** All of them, also those that the model said itself and that are known therefore. */
    private List<Message> redacted(List<Message> messages, List<ToolSpec> tools) {
        var declared = DeclaredNames.of(tools);
        return messages.stream()
                .map(message -> new Message(
                        message.role(),
                        GuardedParts.of(policy, declared, message).parts()))
                .toList();
    }

    /** The messages without the newest words, which were observed, and are known, as they came in. */
    private List<Message> history(List<Message> messages) {
        var last = messages.getLast();
        var parts = last.parts();
        var newest = 0;
        while (newest < parts.size() && !isKnown(new Message(last.role(), parts.subList(newest, parts.size())))) {
            newest++;
        }
        var end = newest > 0 && parts.get(newest - 1).equals(Message.BETWEEN) ? newest - 1 : newest;
        var history = new ArrayList<>(messages.subList(0, messages.size() - 1));
        // without words that are known nothing tells them apart
        if (newest < parts.size() && end > 0) {
            history.add(new Message(last.role(), parts.subList(0, end)));
        }
        return history;
    }

    private boolean isKnown(Message message) {
        return known.guarded(key(message)).isPresent();
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

    /** As {@code redact} sends them. */
    private void remember(List<Message> messages, List<Message> asSent) {
        for (var i = 0; i < messages.size(); i++) {
            known.remember(messages.get(i), asSent.get(i));
        }
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
                var observes = policy.mode() == Mode.OBSERVE;
                var watched = observes ? history(request.messages()) : request.messages();
                var look = look(request.tools(), watched);
                admit(look, onDelta);
                begun = true;
                if (observes) {
                    // where the turn fails, its words leave the history, and the next stand behind the same
                    GuardedRequests.this.remember(watched);
                    GuardedRequests.this.remember(request.messages());
                }
                if (policy.mode() == Mode.REDACT) {
                    sent = with(request, look.messages());
                    GuardedRequests.this.remember(request.messages(), look.messages());
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
            tell(look.found(), onDelta);
            if (policy.mode() == Mode.BLOCK && !look.found().isEmpty()) {
                throw policy.blockedHistory(look.found());
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

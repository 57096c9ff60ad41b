package ai.zavora.core.agent;

import static java.util.Objects.requireNonNull;

import ai.zavora.core.guardrail.Detection;
import ai.zavora.core.guardrail.Guardrail;
import ai.zavora.core.guardrail.GuardrailPolicy;
import ai.zavora.core.llm.CheckedMessages;
import ai.zavora.core.llm.Message;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Watches what the user says before any of it is stored or sent. As safe for several threads as what it wraps. */
public final class GuardedRuntime implements AgentRuntime {
    private final AgentRuntime runtime;
    private final GuardrailPolicy policy;
    private final CheckedMessages known;

    /** @param runtime closed with this */
    public GuardedRuntime(AgentRuntime runtime, GuardrailPolicy policy, CheckedMessages known) {
        this.known = requireNonNull(known, "known is null");
        this.runtime = requireNonNull(runtime, "runtime is null");
        this.policy = requireNonNull(policy, "policy is null");
    }

    @Override
    public void renew() throws InterruptedException {
        runtime.renew();
    }

    @Override
    public TurnResult run(SessionKey key, UserInput input, Consumer<TurnEvent> events) throws InterruptedException {
        return runtime.run(key, guarded(input, events), events);
    }

    private UserInput guarded(UserInput input, Consumer<TurnEvent> events) {
        List<Detection> finds = new ArrayList<>();
        List<Part> redacted = new ArrayList<>();
        for (var part : input.parts()) {
            if (part instanceof Part.Text(var text)) {
                var result = policy.redact(text);
                finds.add(result.found());
                redacted.add(new Part.Text(result.text()));
            } else {
                redacted.add(part);
            }
        }
        var instructions = input.terms().instructions().map(policy::redact);
        instructions.ifPresent(result -> finds.add(result.found()));
        var found = policy.joined(finds);
        policy.hit(found).ifPresent(hit -> events.accept(new TurnEvent.Guarded(hit)));
        return switch (policy.mode()) {
            case DISABLED -> input;
            case OBSERVE -> {
                // told: it is no history that has to be looked at when it goes out
                known.remember(new Message(Role.USER, input.parts()));
                yield input;
            }
            case REDACT ->
                found.isEmpty()
                        ? input
                        : new UserInput(
                                redacted, input.terms().withInstructions(instructions.map(Guardrail.Redacted::text)));
            case BLOCK -> {
                if (!found.isEmpty()) {
                    throw policy.blocked(found);
                }
                yield input;
            }
        };
    }

    @Override
    public ModelRoute route() {
        return runtime.route();
    }

    @Override
    public void switchTo(String provider, Optional<String> model) {
        runtime.switchTo(provider, model);
    }

    @Override
    public SessionStore sessions() {
        return runtime.sessions();
    }

    @Override
    public void close() {
        runtime.close();
    }
}

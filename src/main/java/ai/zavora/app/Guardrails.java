package ai.zavora.app;

import ai.zavora.base.config.GuardrailSettings;
import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.GuardedRuntime;
import ai.zavora.core.agent.ToolResultGuard;
import ai.zavora.core.guardrail.Direction;
import ai.zavora.core.guardrail.Guardrail;
import ai.zavora.core.guardrail.GuardrailPolicy;
import ai.zavora.core.llm.CheckedMessages;
import ai.zavora.core.llm.GuardedModelClient;
import ai.zavora.core.llm.GuardedRequests;
import ai.zavora.core.llm.ModelClient;
import java.util.Optional;

/** Puts guardrails where texts pass: around the runtime, the model and the tools. Nothing is loaded where they are off. */
final class Guardrails {
    private final Optional<GuardrailPolicy> input;
    private final Optional<GuardrailPolicy> output;
    private final Optional<CheckedMessages> known;

    private Guardrails(Optional<GuardrailPolicy> input, Optional<GuardrailPolicy> output) {
        this.input = input;
        this.output = output;
        this.known = input.map(policy -> new CheckedMessages());
    }

    static Guardrails of(GuardrailSettings settings) {
        if (!settings.enabled()) {
            return new Guardrails(Optional.empty(), Optional.empty());
        }
        var guardrail = new Guardrail(settings.terms(), settings.replacement());
        return new Guardrails(
                policy(guardrail, Direction.INPUT, settings.input()),
                policy(guardrail, Direction.OUTPUT, settings.output()));
    }

    private static Optional<GuardrailPolicy> policy(Guardrail guardrail, Direction direction, Mode mode) {
        return mode == Mode.DISABLED ? Optional.empty() : Optional.of(new GuardrailPolicy(guardrail, direction, mode));
    }

    AgentRuntime around(AgentRuntime runtime) {
        return input.isPresent() ? new GuardedRuntime(runtime, input.get(), known.orElseThrow()) : runtime;
    }

    ModelClient around(ModelClient client) {
        ModelClient answers = output.isPresent() ? new GuardedModelClient(client, output.get()) : client;
        return input.isPresent() ? new GuardedRequests(answers, input.get(), known.orElseThrow()) : answers;
    }

    /** Whether a prompt is not to be kept as it was typed. */
    boolean alters(String prompt) {
        return input.filter(policy -> policy.mode() != Mode.OBSERVE)
                .filter(policy -> !policy.redact(prompt).found().isEmpty())
                .isPresent();
    }

    ToolResultGuard toolResults() {
        return input.map(ToolResultGuard::of).orElse(ToolResultGuard.NONE);
    }
}

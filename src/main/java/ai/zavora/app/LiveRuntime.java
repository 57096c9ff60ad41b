package ai.zavora.app;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.Agent;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.AgentSettings;
import ai.zavora.core.agent.ContextBudget;
import ai.zavora.core.agent.SystemPrompt;
import ai.zavora.core.agent.ToolGate;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.util.Optional;
import java.util.function.Consumer;

/** The agent with real models behind it. Used by one thread at a time. */
final class LiveRuntime implements AgentRuntime {

    /** The name answers are given under. */
    static final String AUTHOR = "assistant";

    /** How many model requests one turn may need. */
    private static final int MAX_STEPS = 50;

    private final Runtimes parts;
    private final SessionStore store;
    private final Runnable release;
    private final ToolGate gate;
    private ModelRoute route;
    private Models.Opened model;
    private ModelClient client;

    /**
     * @param store the journal
     * @param release run when this runtime is closed and needs the journal no more
     */
    LiveRuntime(Runtimes parts, ModelRoute route, SessionStore store, Runnable release, ToolGate gate)
            throws InterruptedException {
        this.parts = parts;
        this.store = store;
        this.release = release;
        this.gate = gate;
        this.route = route;
        this.model = parts.models().open(route);
        this.client = parts.guardrails().around(model.client());
    }

    @Override
    public ModelRoute route() {
        return route;
    }

    @Override
    public void renew() throws InterruptedException {
        var renewed = parts.models().openAgain(route, model);
        if (renewed.isPresent()) {
            replace(renewed.get());
        }
    }

    @Override
    public TurnResult run(SessionKey key, UserInput input, Consumer<TurnEvent> events) throws InterruptedException {
        var settings = parts.invocation().settings();
        var agentSettings = new AgentSettings(
                AUTHOR,
                Optional.of(input.terms().system(SystemPrompt.ASSISTANT)),
                input.terms().maxOutputTokens(settings.model().maxOutputTokens()),
                MAX_STEPS,
                new ContextBudget(parts.models().window(route), settings.model().compactionThreshold()),
                parts.patience());
        return new Agent(
                        agentSettings,
                        route,
                        client,
                        gate,
                        store,
                        parts.console().clock())
                .run(key, input, events);
    }

    @Override
    public void switchTo(String provider, Optional<String> model) {
        var next = parts.models().resolve(provider, model);
        replace(opened(next));
        route = next;
    }

    private void replace(Models.Opened next) {
        client.close();
        model = next;
        client = parts.guardrails().around(next.client());
    }

    private Models.Opened opened(ModelRoute next) {
        try {
            return parts.models().open(next);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ZavoraException(
                    ErrorKind.PROVIDER, "The switch was interrupted; nothing has changed.", "Try it again.", e);
        }
    }

    @Override
    public SessionStore sessions() {
        return store;
    }

    @Override
    public void close() {
        client.close();
        release.run();
    }
}

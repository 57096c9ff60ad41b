package ai.zavora.core.agent;

import ai.zavora.adapter.store.memory.MemoryStore;
import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.core.guardrail.Direction;
import ai.zavora.core.guardrail.Guardrail;
import ai.zavora.core.guardrail.GuardrailPolicy;
import ai.zavora.core.llm.CheckedMessages;
import ai.zavora.core.llm.GuardedModelClient;
import ai.zavora.core.llm.GuardedRequests;
import ai.zavora.core.llm.ModelClient;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.policy.ConfirmationMode;
import ai.zavora.core.policy.ConfirmationPolicy;
import ai.zavora.core.policy.NamePattern;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.testing.MutableClock;
import ai.zavora.testing.ScriptedModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** An agent with a scripted model, fake tools and a journal in memory; remembers the events of its turns. */
final class AgentFixture {

    static final SessionKey KEY = new SessionKey("app", "user", "session");
    static final ModelRoute ROUTE = new ModelRoute("scripted", "model-1");

    final MutableClock clock = MutableClock.fixed();
    final SessionStore store = new MemoryStore(clock);
    final List<TurnEvent> seen = new ArrayList<>();
    final ScriptedModel model;

    private final List<Tool> tools;
    private ConfirmationPolicy policy = policy(ConfirmationMode.MCP_ONLY);
    private Approver approver = Approver.headless();
    private Duration toolTimeout = Duration.ofSeconds(20);
    private Optional<GuardrailPolicy> inputGuard = Optional.empty();
    private Optional<GuardrailPolicy> outputGuard = Optional.empty();
    private Optional<ModelClient> chat = Optional.empty();
    private CheckedMessages known = new CheckedMessages();
    private int maxSteps = 10;
    private ContextBudget context = new ContextBudget(1_000_000, 0.75);

    AgentFixture(ScriptedModel model, Tool... tools) {
        this.model = model;
        this.tools = List.of(tools);
    }

    AgentFixture confirming(ConfirmationMode mode) {
        policy = policy(mode);
        return this;
    }

    AgentFixture approving(String... names) {
        policy = new ConfirmationPolicy(
                policy.mode(),
                policy.requireConfirm(),
                List.of(names).stream().map(NamePattern::new).toList(),
                policy.approval());
        return this;
    }

    AgentFixture requiring(String... names) {
        policy = new ConfirmationPolicy(
                policy.mode(),
                List.of(names).stream().map(NamePattern::new).toList(),
                policy.approved(),
                policy.approval());
        return this;
    }

    AgentFixture asking(Approver newApprover) {
        approver = newApprover;
        return this;
    }

    AgentFixture withToolTimeout(Duration timeout) {
        toolTimeout = timeout;
        return this;
    }

    AgentFixture withMaxSteps(int steps) {
        maxSteps = steps;
        return this;
    }

    /** Guards in both directions, with the term {@code secret}. */
    AgentFixture guarding(Mode input, Mode output) {
        var guardrail = new Guardrail(List.of("secret"), "[R]");
        inputGuard = Optional.of(new GuardrailPolicy(guardrail, Direction.INPUT, input));
        outputGuard = Optional.of(new GuardrailPolicy(guardrail, Direction.OUTPUT, output));
        return reopened();
    }

    AgentFixture within(ContextBudget budget) {
        context = budget;
        return this;
    }

    Agent agent() {
        var gate = new ToolGate(
                new ToolBox(tools),
                policy,
                approver,
                new ToolRunner(toolTimeout, inputGuard.map(ToolResultGuard::of).orElse(ToolResultGuard.NONE)),
                new ToolContext(Path.of("/workspace"), clock));
        var settings = new AgentSettings(
                "assistant", Optional.of("system text"), OptionalInt.empty(), maxSteps, context, Duration.ofSeconds(5));
        return new Agent(settings, ROUTE, client(), gate, store, clock);
    }

    /** The same process with another connection to the model. */
    AgentFixture switched() {
        chat = Optional.empty();
        return this;
    }

    /** The model behind its guards, the same until {@link #reopened()}. */
    private ModelClient client() {
        if (chat.isEmpty()) {
            ModelClient answers = outputGuard.isPresent() ? new GuardedModelClient(model, outputGuard.get()) : model;
            chat = Optional.of(
                    inputGuard.isPresent() ? new GuardedRequests(answers, inputGuard.get(), known) : answers);
        }
        return chat.get();
    }

    /** The same journal under another model, as in a new process. */
    AgentFixture reopened() {
        known = new CheckedMessages();
        chat = Optional.empty();
        return this;
    }

    TurnResult ask(String prompt) throws InterruptedException {
        return agent().run(KEY, UserInput.text(prompt), seen::add);
    }

    /** Like {@link #ask}, with what the user says guarded, as surfaces ask. */
    TurnResult askGuarded(String prompt) throws InterruptedException {
        return askGuarded(KEY, prompt);
    }

    TurnResult askGuarded(SessionKey key, String prompt) throws InterruptedException {
        return askGuarded(key, UserInput.text(prompt));
    }

    TurnResult askGuarded(SessionKey key, UserInput input) throws InterruptedException {
        var runtime = new OneAgent(agent(), store);
        return new GuardedRuntime(runtime, inputGuard.orElseThrow(), known).run(key, input, seen::add);
    }

    /** A runtime that cannot be switched. */
    private record OneAgent(Agent agent, SessionStore sessions) implements AgentRuntime {
        @Override
        public ModelRoute route() {
            return ROUTE;
        }

        @Override
        public void renew() {}

        @Override
        public TurnResult run(SessionKey key, UserInput input, Consumer<TurnEvent> events) throws InterruptedException {
            return agent.run(key, input, events);
        }

        @Override
        public void switchTo(String provider, Optional<String> model) {
            throw new AssertionError("there is one model only");
        }

        @Override
        public void close() {}
    }

    List<Event.Body> journal() {
        return store.events(KEY, 0, 10_000).stream().map(Event::body).toList();
    }

    <T extends Event.Body> List<T> journal(Class<T> type) {
        return journal().stream().filter(type::isInstance).map(type::cast).toList();
    }

    <T extends TurnEvent> List<T> seen(Class<T> type) {
        return seen.stream().filter(type::isInstance).map(type::cast).toList();
    }

    private static ConfirmationPolicy policy(ConfirmationMode mode) {
        return new ConfirmationPolicy(mode, List.of(), List.of(), ConfirmationPolicy.Approval.NAMED_TOOLS);
    }
}

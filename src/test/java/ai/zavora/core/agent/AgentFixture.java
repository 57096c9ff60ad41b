package ai.zavora.core.agent;

import ai.zavora.adapter.store.memory.MemoryStore;
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

    AgentFixture within(ContextBudget budget) {
        context = budget;
        return this;
    }

    Agent agent() {
        var gate = new ToolGate(
                new ToolBox(tools),
                policy,
                approver,
                new ToolRunner(toolTimeout),
                new ToolContext(Path.of("/workspace"), clock));
        var settings = new AgentSettings(
                "assistant", Optional.of("system text"), OptionalInt.empty(), maxSteps, context, Duration.ofSeconds(5));
        return new Agent(settings, ROUTE, model, gate, store, clock);
    }

    TurnResult ask(String prompt) throws InterruptedException {
        return agent().run(KEY, UserInput.text(prompt), seen::add);
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

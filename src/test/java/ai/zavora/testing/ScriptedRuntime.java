package ai.zavora.testing;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * An {@link AgentRuntime} whose turns are a function of what was said. It keeps user and assistant events in its store as
 * the real one does, and counts a token for each character.
 */
public final class ScriptedRuntime implements AgentRuntime {

    /** A turn's body: tells events, returns the answer. */
    @FunctionalInterface
    public interface Script {
        String answer(String prompt, Consumer<TurnEvent> events) throws InterruptedException;
    }

    private final SessionStore store;
    private final Script script;
    private final List<String> prompts = new CopyOnWriteArrayList<>();
    private volatile ModelRoute route = new ModelRoute("openai", "gpt-small");

    public ScriptedRuntime(SessionStore store, Script script) {
        this.store = store;
        this.script = script;
    }

    /** A runtime that answers {@code You said: …} in one piece. */
    public static ScriptedRuntime echo(SessionStore store) {
        return new ScriptedRuntime(store, (prompt, events) -> {
            var answer = "You said: " + prompt;
            events.accept(new TurnEvent.TextDelta("assistant", answer));
            return answer;
        });
    }

    /** What was said so far, over all sessions. */
    public List<String> prompts() {
        return prompts;
    }

    @Override
    public ModelRoute route() {
        return route;
    }

    @Override
    public void renew() {}

    @Override
    public TurnResult run(SessionKey key, UserInput input, Consumer<TurnEvent> events) throws InterruptedException {
        var prompt = input.parts().getFirst() instanceof Part.Text(var text) ? text : "";
        prompts.add(prompt);
        var before = store.open(key).lastSeq();
        var said = store.append(key, before, List.of(Events.userSays(prompt)));
        events.accept(new TurnEvent.TurnStarted("turn-1", route));
        events.accept(new TurnEvent.ModelRequestStarted(1, route));
        var answer = script.answer(prompt, events);
        var usage = new Usage(prompt.length(), 0, 0, answer.length(), 0);
        var reply = new Event.AssistantMessage(
                List.of(new Part.Text(answer)), StopReason.COMPLETE, usage, route.provider(), route.model());
        store.append(key, said, List.of(Events.of(reply), Events.of(new Event.TurnCompleted())));
        var result = new TurnResult(route, answer, StopReason.COMPLETE, usage, 0);
        events.accept(new TurnEvent.TurnCompleted(result));
        return result;
    }

    /** Accepts every provider but {@code anthropic}, which has no key here, and every model but {@code missing}. */
    @Override
    public void switchTo(String provider, Optional<String> model) {
        if (provider.equals("anthropic") || model.equals(Optional.of("missing"))) {
            throw new ZavoraException(ErrorKind.PROVIDER, "No key for " + provider + ".", "Set its key.");
        }
        route = new ModelRoute(provider.equals("auto") ? "openai" : provider, model.orElse("default-of-" + provider));
    }

    @Override
    public SessionStore sessions() {
        return store;
    }

    @Override
    public void close() {
        store.close();
    }
}

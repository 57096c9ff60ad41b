package ai.zavora.core.agent;

import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.util.Optional;
import java.util.function.Consumer;

/** An agent that is ready for turns, with what it needs; opened by the program, used by one surface, closed by it. */
public interface AgentRuntime extends AutoCloseable {

    /** Where requests go now. */
    ModelRoute route();

    /**
     * Opens the model anew where the provider's key is another one by now; to be called between turns, by a program that
     * runs for long. On failure all stays as it is.
     *
     * @throws ai.zavora.base.error.ZavoraException PROVIDER, when there is no key any more
     */
    void renew() throws InterruptedException;

    /**
     * Runs one turn. Interrupting the calling thread cancels it; the journal then records the turn as aborted.
     *
     * @param events told on the calling thread, in order
     * @throws ai.zavora.base.error.ZavoraException when the turn ends without an answer
     * @throws InterruptedException when the calling thread was interrupted
     */
    TurnResult run(SessionKey key, UserInput input, Consumer<TurnEvent> events) throws InterruptedException;

    /**
     * Sends later turns elsewhere; sessions stay as they are. On failure the old route stays.
     *
     * @param provider a provider's name, {@code auto} included
     * @param model empty for the provider's default
     * @throws ai.zavora.base.error.ZavoraException when that provider or model cannot be used
     */
    void switchTo(String provider, Optional<String> model);

    /** The journal the turns are written to. */
    SessionStore sessions();

    /** Closes model and store. Never throws. */
    @Override
    void close();
}

package ai.zavora.surface.server.turn;

import ai.zavora.base.config.TelemetrySettings.Content;
import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.Message;
import ai.zavora.core.policy.Approver;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.util.List;
import java.util.function.Consumer;

/** What turns work with. Safe for use from several threads. */
public interface AgentServices {

    /** The name answers are given under. */
    String author();

    /** The journal; stays open as long as the server runs. */
    SessionStore sessions();

    /**
     * An agent for the turns of one session, one at a time; the caller closes it.
     *
     * @param approver answers for the caller where a tool needs a yes
     * @throws ai.zavora.base.error.ZavoraException PROVIDER, when no model can be asked
     */
    AgentRuntime open(Approver approver) throws InterruptedException;

    /**
     * An agent for one turn that goes on with a conversation its caller brings; the caller closes it, and nothing of the
     * session is kept then.
     *
     * @param approver answers for the caller where a tool needs a yes
     * @param key of the one session the agent knows
     * @throws ai.zavora.base.error.ZavoraException PROVIDER, when no model can be asked
     */
    AgentRuntime open(Approver approver, SessionKey key, List<Message> conversation) throws InterruptedException;

    /** Where the server records what it does. */
    Telemetry telemetry();

    /** Whether records also hold what was said, by a provider of a failure too. */
    Content content();

    /** Records one turn of a session. */
    TurnWatcher watch(String sessionId);

    /** Is told of a turn as it goes; closed when it is over, however it ended. */
    interface TurnWatcher extends Consumer<TurnEvent>, AutoCloseable {
        /** For records that belong to the turn; it is not closed. */
        Telemetry telemetry();

        @Override
        void close();
    }
}

package ai.zavora.surface.server.turn;

import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.session.SessionKey;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Agents of sessions that had a turn lately, so that what was trusted in a session stays trusted. An agent is here while
 * no turn uses it; beyond the bound the one that was not used for longest is closed.
 */
final class RuntimeCache implements AutoCloseable {
    /** How many are kept. */
    static final int MAX = 64;

    private final LinkedHashMap<SessionKey, AgentRuntime> idle = new LinkedHashMap<>();
    private boolean closed;

    /** Takes the agent of a session out; empty when there is none. */
    synchronized Optional<AgentRuntime> take(SessionKey key) {
        return Optional.ofNullable(idle.remove(key));
    }

    /** Puts an agent in that no turn uses any more. */
    void put(SessionKey key, AgentRuntime runtime) {
        AgentRuntime leaving;
        synchronized (this) {
            if (closed) {
                leaving = runtime;
            } else {
                idle.putLast(key, runtime);
                leaving = idle.size() > MAX ? idle.pollFirstEntry().getValue() : null;
            }
        }
        if (leaving != null) {
            leaving.close();
        }
    }

    /** Forgets the agent of a session, as when the session is deleted. */
    void forget(SessionKey key) {
        take(key).ifPresent(AgentRuntime::close);
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(AgentRuntime::close);
        idle.clear();
    }
}

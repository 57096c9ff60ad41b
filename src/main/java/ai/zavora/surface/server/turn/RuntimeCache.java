package ai.zavora.surface.server.turn;

import ai.zavora.core.agent.AgentRuntime;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionSummary;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Agents of sessions that had a turn lately, so that what was trusted in a session stays trusted. An agent is here while
 * no turn uses it; beyond the bound the one that was not used for longest is closed.
 */
final class RuntimeCache implements AutoCloseable {
    /** How many are kept. */
    static final int MAX = 64;

    private final LinkedHashMap<SessionKey, Idle> idle = new LinkedHashMap<>();
    private boolean closed;

    /**
     * An agent that no turn uses.
     *
     * @param session as it was when its last turn had ended
     */
    record Idle(AgentRuntime agent, SessionSummary session) {
        /** Whether it still is about the session that is there now: others delete sessions, and begin new ones. */
        boolean isAbout(Optional<SessionSummary> now) {
            return now.filter(found -> found.continues(session)).isPresent();
        }
    }

    /** Takes the agent of a session out; empty when there is none. */
    synchronized Optional<Idle> take(SessionKey key) {
        return Optional.ofNullable(idle.remove(key));
    }

    /** Puts an agent in that no turn uses any more. */
    void put(Idle unused) {
        AgentRuntime leaving = null;
        synchronized (this) {
            if (closed) {
                leaving = unused.agent();
            } else {
                idle.putLast(unused.session().key(), unused);
                if (idle.size() > MAX) {
                    leaving = idle.pollFirstEntry().getValue().agent();
                }
            }
        }
        if (leaving != null) {
            leaving.close();
        }
    }

    /** Forgets the agent of a session, as when the session is deleted. */
    void forget(SessionKey key) {
        take(key).ifPresent(unused -> unused.agent().close());
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.values().forEach(unused -> unused.agent().close());
        idle.clear();
    }
}

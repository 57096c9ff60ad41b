package ai.zavora.core.session;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The journal of all sessions: append, never rewrite. Safe for use from several threads, and where it has a file, from
 * several processes.
 *
 * <p>Every method throws {@link ai.zavora.base.error.ZavoraException} of kind SESSION when the store cannot be used.
 */
public interface SessionStore extends AutoCloseable {
    /** Below this much free space a journal may soon not be written any more, in bytes. */
    long LEAST_SPACE = 64L << 20;

    /** The session of that key, created when it does not exist. */
    SessionSummary open(SessionKey key);

    /**
     * Waits for the right to run a turn. The session need not exist yet.
     *
     * @param patience how long to wait while another turn holds it
     * @throws ai.zavora.base.error.ZavoraException SESSION, when it is still held after that time
     */
    Lease lease(SessionKey key, Duration patience) throws InterruptedException;

    /** Whether what is appended now will be there when the program has ended. A store may lose that, on a full disk. */
    default boolean keeps() {
        return false;
    }

    /** Whether a turn has the right that {@link #lease} gives, in this process or another that lives. Changes nothing. */
    boolean isLeased(SessionKey key);

    /**
     * Appends events in one transaction: all of them are durable when this returns, or none is.
     *
     * @param expectedSeq the position of the newest event the caller knows of
     * @return the position of the last event appended
     * @throws ai.zavora.base.error.ZavoraException SESSION, when somebody else appended meanwhile, when there is no such
     *     session, and when this store held the session's lease and another turn has taken it over
     */
    long append(SessionKey key, long expectedSeq, List<Event> events);

    /**
     * Reads events in order.
     *
     * @param afterSeq only events behind this position; 0 for all
     * @param limit how many at most, from the oldest; at least 1
     * @return fewer than that also where they are large; none only when there is none
     * @throws ai.zavora.base.error.ZavoraException SESSION, when there is no such session
     */
    List<Event> events(SessionKey key, long afterSeq, int limit);

    /** The sessions of one application and user, most recently updated first; sessions of the same time by id. */
    List<SessionSummary> list(String app, String user);

    /** The session of that key; empty when there is none. Creates nothing. */
    Optional<SessionSummary> find(SessionKey key);

    /**
     * Removes a session with its events; whether there was one.
     *
     * @throws ai.zavora.base.error.ZavoraException SESSION, when somebody is working in it
     */
    boolean delete(SessionKey key);

    /**
     * Marks that somebody works in a session, which need not exist yet, so that nobody prunes it away between turns.
     *
     * @return to be closed by whoever works in it
     */
    Hold hold(SessionKey key);

    /**
     * Removes the sessions that match the rule and nobody works in, all in one transaction.
     *
     * @param mode {@code PREVIEW} only tells which those are
     */
    Pruning prune(PruneRule rule, PruneRule.Mode mode);

    /**
     * Adds a whole session as it was elsewhere, in one transaction.
     *
     * @param session its key and times; its end is that of the events
     * @param events in order; their positions are numbered anew from 1
     * @return the session as it is now
     * @throws ai.zavora.base.error.ZavoraException SESSION, when there is one of that key already; nothing is added then
     */
    SessionSummary insert(SessionSummary session, Iterable<Event> events);

    /** Events whose text holds all words of the query, newest session first, in each session oldest event first. */
    List<SearchHit> search(SearchQuery query);

    /** Releases files and connections. Never throws. */
    @Override
    void close();
}

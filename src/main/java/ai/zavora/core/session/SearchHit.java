package ai.zavora.core.session;

import java.time.Instant;

/**
 * An event that holds what was looked for.
 *
 * @param seq its position in the session
 * @param kind what sort of event it is, as {@link EventText#kind} names it
 * @param excerpt the passage, on one line
 */
public record SearchHit(SessionKey session, long seq, Instant at, String kind, String excerpt) {}

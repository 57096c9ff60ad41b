package ai.zavora.core.session;

import java.time.Instant;

/**
 * A session without its events.
 *
 * @param lastSeq the position of its newest event; 0 when it has none
 */
public record SessionSummary(SessionKey key, Instant createdAt, Instant updatedAt, long lastSeq) {

    /**
     * Whether this is that session at the same point or a later one, and not another under the same key, or an earlier
     * state that was put back.
     */
    public boolean continues(SessionSummary earlier) {
        return lastSeq >= earlier.lastSeq && createdAt.equals(earlier.createdAt);
    }
}

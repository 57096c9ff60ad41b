package ai.zavora.core.session;

import java.time.Duration;
import java.time.Instant;

/**
 * A session without its events.
 *
 * @param lastSeq the position of its newest event; 0 when it has none
 */
public record SessionSummary(SessionKey key, Instant createdAt, Instant updatedAt, long lastSeq) {
    /** Clocks of machines that set them over the network differ by less. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    /** Whether it is dated after now by a clock that was wrong then, or one that is wrong now. */
    public boolean isAhead(Instant now) {
        return updatedAt.isAfter(now.plus(CLOCKS_DIFFER));
    }

    /**
     * Whether this is that session at the same point or a later one, and not another under the same key, or an earlier
     * state that was put back.
     */
    public boolean continues(SessionSummary earlier) {
        return lastSeq >= earlier.lastSeq && createdAt.equals(earlier.createdAt);
    }
}

package ai.zavora.core.session;

import java.time.Instant;

/**
 * A session without its events.
 *
 * @param lastSeq the position of its newest event; 0 when it has none
 */
public record SessionSummary(SessionKey key, Instant createdAt, Instant updatedAt, long lastSeq) {}

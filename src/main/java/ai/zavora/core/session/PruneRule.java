package ai.zavora.core.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which sessions of one application and user are no longer wanted. Those that a wrong clock dated after now stay, and take
 * no place of the newest: else every new one would go until then.
 *
 * @param keep the newest that stay whatever their age; at least 1. Empty when only the age counts
 * @param before only sessions last updated before this; empty when only the number counts
 * @param spared ids that stay in any case
 * @param now when this is asked
 */
public record PruneRule(
        String app, String user, OptionalInt keep, Optional<Instant> before, List<String> spared, Instant now) {
    public PruneRule {
        requireNonNull(app, "app is null");
        requireNonNull(user, "user is null");
        spared = List.copyOf(spared);
        if ((keep.isEmpty() && before.isEmpty()) || keep.orElse(1) < 1) {
            throw new IllegalArgumentException("keep " + keep + ", before " + before);
        }
    }

    /** Whether a preview is wanted or the deed. */
    public enum Mode {
        PREVIEW,
        DELETE
    }

    /**
     * The sessions that match; the same for a preview and for the deed.
     *
     * @param newestFirst every session of the application and user
     */
    public List<SessionSummary> matches(List<SessionSummary> newestFirst) {
        return newestFirst.stream()
                .filter(session -> !session.isAhead(now))
                .skip(keep.orElse(0))
                .filter(session -> before.map(session.updatedAt()::isBefore).orElse(true))
                .filter(session -> !spared.contains(session.key().id()))
                .toList();
    }

    /** How many a wrong clock dated after now. */
    public int ahead(List<SessionSummary> sessions) {
        return (int) sessions.stream().filter(session -> session.isAhead(now)).count();
    }
}

package ai.zavora.core.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which sessions of one application and user are no longer wanted.
 *
 * @param keep the newest that stay whatever their age; at least 1. Empty when only the age counts
 * @param before only sessions last updated before this; empty when only the number counts
 * @param spared ids that stay in any case
 */
public record PruneRule(String app, String user, OptionalInt keep, Optional<Instant> before, List<String> spared) {
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
                .skip(keep.orElse(0))
                .filter(session -> before.map(session.updatedAt()::isBefore).orElse(true))
                .filter(session -> !spared.contains(session.key().id()))
                .toList();
    }
}

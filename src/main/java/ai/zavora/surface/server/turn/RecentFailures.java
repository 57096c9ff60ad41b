package ai.zavora.surface.server.turn;

import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.wire.ApiException;
import java.util.LinkedHashMap;
import java.util.Optional;

/** How the last turns failed that did: the journal keeps only that they failed. Safe for use from several threads. */
final class RecentFailures {
    /** How many are kept. */
    static final int MAX = 1000;

    private final LinkedHashMap<Turn, ApiException> failures = new LinkedHashMap<>();

    private record Turn(SessionKey key, String id) {}

    /** Keeps it when the turn failed, and had begun. */
    synchronized void keep(SessionKey key, String turnId, TurnEnd end) {
        if (end instanceof TurnEnd.Failed(var failure) && !turnId.isEmpty()) {
            failures.putLast(new Turn(key, turnId), failure);
            if (failures.size() > MAX) {
                failures.pollFirstEntry();
            }
        }
    }

    synchronized Optional<ApiException> find(SessionKey key, String turnId) {
        return Optional.ofNullable(failures.get(new Turn(key, turnId)));
    }

    /** Forgets those of a session. */
    synchronized void forget(SessionKey key) {
        failures.keySet().removeIf(turn -> turn.key().equals(key));
    }
}

package ai.zavora.core.session;

import ai.zavora.base.error.ZavoraException;
import java.util.Optional;

/**
 * What somebody who works in a session for long last saw of it, to tell when others removed or changed it between two
 * turns. Used by one thread at a time.
 */
public final class SeenSession {
    private final SessionStore store;
    private final SessionKey key;
    private Optional<SessionSummary> seen = Optional.empty();

    /** Sees the session as it is now; it need not exist. */
    public SeenSession(SessionStore store, SessionKey key) {
        this.store = store;
        this.key = key;
        look();
    }

    /** Takes the session as it is now for known: to be called after each turn of one's own. */
    public void look() {
        try {
            seen = store.find(key);
        } catch (ZavoraException e) {
            // the next turn meets the failure itself
            seen = Optional.empty();
        }
    }

    /**
     * Looks again, before a turn. What is there then is known from here on, also when it is told to be another.
     *
     * @return whether others have gone on with the session
     * @throws ZavoraException SESSION, when what was seen is not there any more: the session was deleted, or is another
     *     one or an earlier state under the same key; also when the store fails
     */
    public boolean goneOn() {
        var before = seen;
        seen = store.find(key);
        if (before.isEmpty() || before.get().lastSeq() == 0) {
            return false;
        }
        var known = before.get();
        var now = seen.orElseThrow(() -> SessionFailures.deleted(key));
        if (!now.continues(known)) {
            throw SessionFailures.replaced(key);
        }
        return now.lastSeq() > known.lastSeq();
    }
}

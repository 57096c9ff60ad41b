package ai.zavora.adapter.store.sqlite;

import ai.zavora.core.session.SessionMigration.Counts;
import java.util.List;
import java.util.TreeMap;

/** Counts while an import runs. */
final class LegacyTally {
    private final TreeMap<String, Long> parts = new TreeMap<>();
    private long sessions;
    private long events;
    private long appStates;
    private long userStates;
    private long unreadable;
    private final List<String> missing;

    /** @param missing what the database lacks */
    LegacyTally(List<String> missing) {
        this.missing = List.copyOf(missing);
    }

    void session() {
        sessions++;
    }

    void event() {
        events++;
    }

    void appState() {
        appStates++;
    }

    void userState() {
        userStates++;
    }

    /** A row of which something could not be read. */
    void unreadable() {
        unreadable++;
    }

    void part(String kind) {
        parts.merge(kind, 1L, Long::sum);
    }

    Counts counts() {
        return new Counts(sessions, events, appStates, userStates, parts, unreadable, missing);
    }
}

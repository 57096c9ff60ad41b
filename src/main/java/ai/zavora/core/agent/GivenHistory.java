package ai.zavora.core.agent;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Message;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.core.session.SessionSummary;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** Makes a session of a conversation that was held elsewhere, so that a turn can go on with it. */
public final class GivenHistory {
    private GivenHistory() {}

    /**
     * Adds it to a store.
     *
     * @param messages oldest first; every tool use is followed by its output
     * @throws ai.zavora.base.error.ZavoraException SESSION, when there is a session of that key already
     */
    public static void insert(SessionStore store, SessionKey key, List<Message> messages, InstantSource clock) {
        var now = clock.instant();
        var turn = UUID.randomUUID().toString();
        var events = messages.stream()
                .map(message -> new Event(
                        0,
                        UUID.randomUUID().toString(),
                        now,
                        turn,
                        new Event.Imported("caller", message.role(), message.parts(), JsonValue.Obj.EMPTY)))
                .toList();
        store.insert(new SessionSummary(key, now, now, events.size()), events);
    }
}

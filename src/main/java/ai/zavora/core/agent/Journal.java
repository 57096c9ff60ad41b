package ai.zavora.core.agent;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.EventCodec;
import ai.zavora.core.session.OpenCalls;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * One session's journal while a turn runs: what it holds, and the way to append to it. Every append is durable when it
 * returns. Used by one turn at a time, which holds the session's lease.
 */
final class Journal {

    private static final int PAGE = 1000;

    private final SessionStore store;
    private final SessionKey key;
    private final InstantSource clock;
    private final String turnId = UUID.randomUUID().toString();
    private final List<Event> events = new ArrayList<>();
    private boolean stored;

    private Journal(SessionStore store, SessionKey key, InstantSource clock) {
        this.store = store;
        this.key = key;
        this.clock = clock;
    }

    /** Reads the session's journal. A session that does not exist is created with its first entries. */
    static Journal open(SessionStore store, SessionKey key, InstantSource clock) {
        var journal = new Journal(store, key, clock);
        journal.stored = store.find(key).isPresent();
        if (journal.stored) {
            journal.readAll();
        }
        return journal;
    }

    private void readAll() {
        List<Event> page;
        do {
            page = store.events(key, seq(), PAGE);
            events.addAll(page);
        } while (!page.isEmpty());
    }

    String turnId() {
        return turnId;
    }

    /** All events, oldest first. */
    List<Event> events() {
        return List.copyOf(events);
    }

    void append(Event.Body... bodies) {
        append(List.of(bodies));
    }

    /** Appends in one transaction. */
    void append(List<? extends Event.Body> bodies) {
        append(turnId, bodies);
    }

    private void append(String turn, List<? extends Event.Body> bodies) {
        if (bodies.isEmpty()) {
            return;
        }
        var now = clock.instant();
        var added = new ArrayList<Event>();
        for (var body : bodies) {
            added.add(new Event(seq() + added.size() + 1, UUID.randomUUID().toString(), now, turn, body));
        }
        if (!stored) {
            begin(added);
        }
        store.append(key, seq(), added);
        events.addAll(added);
    }

    /** What is refused for its name or its size leaves no empty session behind. */
    private void begin(List<Event> first) {
        key.requireNameable();
        first.forEach(EventCodec::write);
        store.open(key);
        stored = true;
    }

    private long seq() {
        return events.isEmpty() ? 0 : events.getLast().seq();
    }

    /** Tool calls that were asked for but have no outcome. */
    OpenCalls openCalls() {
        var calls = new OpenCalls();
        events.forEach(event -> calls.add(event.body()));
        return calls;
    }

    /**
     * Gives every open call an outcome and ends the newest turn, which may be one that an earlier process left open, so
     * that the journal never holds a tool use without its output.
     *
     * @param reason the stable word for {@link Event.TurnAborted}
     */
    void abort(String reason) {
        var bodies = new ArrayList<Event.Body>(openCalls().outcomes());
        bodies.add(new Event.TurnAborted(reason));
        append(events.isEmpty() ? turnId : events.getLast().turnId(), bodies);
    }

    /** Whether the newest turn has neither completed nor been aborted. */
    boolean endsOpen() {
        return events.reversed().stream()
                .map(Event::body)
                .filter(Journal::tellsOfTurn)
                .findFirst()
                .filter(Journal::isInTurn)
                .isPresent();
    }

    /** Whether an entry says where a turn is; a summary stands within one or between two. */
    static boolean tellsOfTurn(Event.Body body) {
        return !(body instanceof Event.Compaction);
    }

    /** Whether a turn goes on behind an entry that {@link #tellsOfTurn tells of one}. */
    static boolean isInTurn(Event.Body body) {
        return switch (body) {
            case Event.Compaction _,
                    Event.Imported _,
                    Event.SessionState _,
                    Event.TurnCompleted _,
                    Event.TurnAborted _ -> false;
            case Event.UserMessage _,
                    Event.AssistantMessage _,
                    Event.ToolDecision _,
                    Event.ToolStarted _,
                    Event.ToolFinished _ -> true;
        };
    }
}

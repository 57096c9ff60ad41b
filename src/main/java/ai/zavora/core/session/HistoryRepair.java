package ai.zavora.core.session;

import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes a journal whole again of which entries were lost: numbered without gaps, and valid for a model. In the place of
 * each gap stands a {@link Event.TurnAborted} of reason {@value #LOST}, after outcomes for the tool calls that the gap
 * left without one. Used once, by one thread.
 */
public final class HistoryRepair {
    /** Why a turn was aborted that lost entries. */
    public static final String LOST = "lost";

    private static final String BEGINNING_LOST = "[The beginning of this conversation was lost.]";

    private final List<Event> events = new ArrayList<>();
    /** The positions the events had; 0 for those that stand in a gap. */
    private final List<Long> places = new ArrayList<>();

    private final OpenCalls calls = new OpenCalls();
    private final List<Found> found;
    private final Instant instant;
    private boolean anyGap;

    private HistoryRepair(List<Found> found, Instant instant) {
        this.found = found;
        this.instant = instant;
    }

    /**
     * @param found what is left, by ascending position
     * @param lastSeq where the journal ended; 0 when that is unknown
     * @param instant when the session was last used: the time of what stands in a gap without neighbours
     */
    public static Mended mend(List<Found> found, long lastSeq, Instant instant) {
        return new HistoryRepair(found, instant).mend(lastSeq);
    }

    private Mended mend(long lastSeq) {
        var missing = 0L;
        var unreadable = 0L;
        var expected = 1L;
        var gap = false;
        for (var i = 0; i < found.size(); i++) {
            var next = found.get(i);
            missing += next.seq - expected;
            gap |= next.seq > expected;
            expected = next.seq + 1;
            if (next.event.isEmpty()) {
                unreadable++;
                gap = true;
                continue;
            }
            if (gap) {
                closeGap(i);
                gap = false;
            }
            add(next.event.get(), next.seq);
        }
        if (lastSeq >= expected) {
            missing += lastSeq - expected + 1;
            gap = true;
        }
        if (gap) {
            closeGap(found.size());
        }
        return new Mended(renumbered(), missing, unreadable);
    }

    private void add(Event event, long place) {
        // an outcome whose call was lost cannot be shown to a model; it is kept for people
        var orphan = anyGap && event.body() instanceof Event.ToolFinished(var output) && !calls.isOpen(output.callId());
        var body = orphan
                ? new Event.Imported("tool", Role.TOOL, List.of(), EventCodec.toJson(event.withSeq(0)))
                : event.body();
        calls.add(body);
        events.add(new Event(0, event.id(), event.at(), event.turnId(), body));
        places.add(place);
    }

    private void closeGap(int next) {
        anyGap = true;
        var after = found.subList(next, found.size());
        if (beginsWithReply(after)) {
            insert(new Event.UserMessage(List.of(new Part.Text(BEGINNING_LOST))), after);
        }
        for (var use : calls.uses()) {
            if (!isFinishedIn(after, use)) {
                insert(OpenCalls.lost(use), after);
            }
        }
        insert(new Event.TurnAborted(LOST), after);
    }

    /** Some models refuse a conversation that they are said to have begun. */
    private boolean beginsWithReply(List<Found> after) {
        if (events.stream().anyMatch(event -> speaks(event.body()))) {
            return false;
        }
        return after.stream()
                .flatMap(entry -> entry.event.stream())
                .map(Event::body)
                .filter(HistoryRepair::speaks)
                .findFirst()
                .filter(body -> body instanceof Event.AssistantMessage
                        || (body instanceof Event.Imported imported && imported.role() != Role.USER))
                .isPresent();
    }

    private static boolean speaks(Event.Body body) {
        return switch (body) {
            case Event.UserMessage _, Event.AssistantMessage _ -> true;
            case Event.Imported imported -> !imported.parts().isEmpty();
            case Event.ToolDecision _,
                    Event.ToolStarted _,
                    Event.ToolFinished _,
                    Event.SessionState _,
                    Event.Compaction _,
                    Event.TurnCompleted _,
                    Event.TurnAborted _ -> false;
        };
    }

    /** Whether the real outcome comes before anybody speaks again. */
    private static boolean isFinishedIn(List<Found> after, Part.ToolUse use) {
        for (var entry : after) {
            var body = entry.event.map(Event::body);
            if (body.isPresent()
                    && body.get() instanceof Event.ToolFinished(var output)
                    && output.callId().equals(use.id())) {
                return true;
            }
            if (body.filter(HistoryRepair::speaks).isPresent()) {
                return false;
            }
        }
        return false;
    }

    private void insert(Event.Body body, List<Found> after) {
        var neighbour = events.isEmpty()
                ? after.stream().flatMap(entry -> entry.event.stream()).findFirst()
                : Optional.of(events.getLast());
        calls.add(body);
        events.add(new Event(
                0,
                UUID.randomUUID().toString(),
                neighbour.map(Event::at).orElse(instant),
                neighbour.map(Event::turnId).orElseGet(() -> UUID.randomUUID().toString()),
                body));
        places.add(0L);
    }

    private List<Event> renumbered() {
        var result = new ArrayList<Event>();
        for (var event : events) {
            var body = event.body() instanceof Event.Compaction(var summary, var throughSeq, var usage)
                    ? new Event.Compaction(summary, newPlace(throughSeq), usage)
                    : event.body();
            result.add(new Event(result.size() + 1, event.id(), event.at(), event.turnId(), body));
        }
        return result;
    }

    /** Where what ended at that position ends now, with what stands in a gap there. */
    private long newPlace(long place) {
        for (var i = 0; i < places.size(); i++) {
            if (places.get(i) > place) {
                return i;
            }
        }
        return places.size();
    }

    /**
     * An entry that is left.
     *
     * @param seq its position before the damage, from 1
     * @param event empty when it cannot be understood
     */
    public record Found(long seq, Optional<Event> event) {}

    /**
     * The whole journal.
     *
     * @param events numbered from 1 without gaps
     * @param missing how many were gone
     * @param unreadable how many could not be understood
     */
    public record Mended(List<Event> events, long missing, long unreadable) {
        public Mended {
            events = List.copyOf(events);
        }
    }
}

package ai.zavora.core.agent;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a beginning of a journal is closed; tool calls are closed as {@code OpenCalls} says. */
final class ClosedEventsTest {
    private static final Event.Body SAID = new Event.UserMessage(List.of(new Part.Text("hi")));
    private static final Event.Body DONE = new Event.TurnCompleted();
    private static final Event.Body SUMMARY = new Event.Compaction("They said hi.", 1, Usage.NONE);
    private static final Event.Body CLOSED = new Event.TurnAborted("forked");

    private static List<Event.Body> closed(Event.Body... bodies) {
        var events = new ArrayList<Event>();
        for (var body : bodies) {
            events.add(new Event(events.size() + 1, "e" + events.size(), Instant.EPOCH, "t", body));
        }
        var closed = new ArrayList<Event.Body>();
        new ClosedEvents(events, Instant.EPOCH, "forked").forEach(event -> closed.add(event.body()));
        return closed;
    }

    @Test
    void aTurnThatGoesOnIsClosed() {
        assertThat(closed(SAID)).containsExactly(SAID, CLOSED);
        assertThat(closed(SAID, DONE)).containsExactly(SAID, DONE);
        assertThat(closed()).isEmpty();
    }

    @Test
    void aSummaryEndsNoTurnAndBeginsNone() {
        assertThat(closed(SAID, SUMMARY)).containsExactly(SAID, SUMMARY, CLOSED);
        assertThat(closed(SAID, DONE, SUMMARY)).containsExactly(SAID, DONE, SUMMARY);
        assertThat(closed(SUMMARY)).containsExactly(SUMMARY);
    }
}

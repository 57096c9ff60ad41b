package ai.zavora.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.HistoryRepair.Found;
import ai.zavora.testing.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A journal with holes becomes one that a model can be shown. */
final class HistoryRepairTest {
    private static final Instant INSTANT = Instant.parse("2026-01-02T03:04:05Z");
    private static final JsonValue.Obj NOTHING = JsonValue.object().build();
    private static final Event.Body LOST = new Event.TurnAborted(HistoryRepair.LOST);

    private static final Event.Body QUESTION = new Event.UserMessage(List.of(new Part.Text("read it")));
    private static final Event.Body CALLS = says(StopReason.TOOL_USE, use("a"), use("b"));
    private static final Event.Body STARTED = new Event.ToolStarted(new ToolCall("a", "read", NOTHING));
    private static final Event.Body A = finished("a");
    private static final Event.Body B = finished("b");
    private static final Event.Body ANSWER = says(StopReason.COMPLETE, new Part.Text("done"));
    private static final Event.Body END = new Event.TurnCompleted();
    private static final List<Event.Body> TURN = List.of(QUESTION, CALLS, STARTED, A, B, ANSWER, END);

    private static Part use(String id) {
        return new Part.ToolUse(id, "read", NOTHING, Optional.empty());
    }

    private static Event.Body says(StopReason reason, Part... parts) {
        return new Event.AssistantMessage(List.of(parts), reason, Usage.NONE, "openai", "model");
    }

    private static Event.Body finished(String call) {
        return new Event.ToolFinished(new Part.ToolOutput(call, "read", NOTHING, false));
    }

    /** The turn without those places. */
    private static HistoryRepair.Mended without(Integer... places) {
        var found = new ArrayList<Found>();
        for (var seq = 1; seq <= TURN.size(); seq++) {
            if (!List.of(places).contains(seq)) {
                found.add(new Found(seq, Optional.of(Events.of(TURN.get(seq - 1)))));
            }
        }
        var mended = HistoryRepair.mend(found, TURN.size(), INSTANT);
        assertThat(mended.missing()).isEqualTo(places.length);
        for (var i = 0; i < mended.events().size(); i++) {
            assertThat(mended.events().get(i).seq()).isEqualTo(i + 1);
        }
        return mended;
    }

    private static List<Event.Body> bodies(HistoryRepair.Mended mended) {
        return mended.events().stream().map(Event::body).toList();
    }

    private static Event.Body lost(String call) {
        return OpenCalls.lost(new Part.ToolUse(call, "read", NOTHING, Optional.empty()));
    }

    @Test
    void aWholeJournalStaysAsItIs() {
        assertThat(bodies(without())).isEqualTo(TURN);
    }

    @Test
    void callsWhoseOutcomesAreLostAreClosedInTheGap() {
        assertThat(bodies(without(4, 5)))
                .containsExactly(QUESTION, CALLS, STARTED, lost("a"), lost("b"), LOST, ANSWER, END);
        assertThat(lost("a")).isInstanceOfSatisfying(Event.ToolFinished.class, closed -> assertThat(
                        closed.output().toString())
                .contains("outcome_unknown"));
    }

    @Test
    void anOutcomeBehindTheGapIsTheRealOne() {
        assertThat(bodies(without(3))).containsExactly(QUESTION, CALLS, LOST, A, B, ANSWER, END);
        assertThat(bodies(without(3, 4))).containsExactly(QUESTION, CALLS, lost("a"), LOST, B, ANSWER, END);
    }

    @Test
    void theEndMayBeLost() {
        assertThat(bodies(without(4, 5, 6, 7))).containsExactly(QUESTION, CALLS, STARTED, lost("a"), lost("b"), LOST);
        assertThat(bodies(without(7))).containsExactly(QUESTION, CALLS, STARTED, A, B, ANSWER, LOST);
        assertThat(bodies(without(1, 2, 3, 4, 5, 6, 7))).containsExactly(LOST);
    }

    @Test
    void outcomesOfLostCallsAreKeptForPeople() {
        var mended = without(2);
        assertThat(mended.events()).hasSize(TURN.size());
        assertThat(bodies(mended).get(1)).isEqualTo(LOST);
        assertThat(bodies(mended).get(3)).isInstanceOfSatisfying(Event.Imported.class, kept -> {
            assertThat(kept.parts()).isEmpty();
            assertThat(EventCodec.fromJson(kept.original()).body()).isEqualTo(A);
        });
        var stored = mended.events().get(3);
        assertThat(EventCodec.read(EventCodec.write(stored))).isEqualTo(stored);
    }

    @Test
    void aConversationDoesNotBeginWithTheModel() {
        var bodies = bodies(without(1));
        assertThat(bodies.getFirst()).isInstanceOf(Event.UserMessage.class);
        assertThat(bodies.subList(1, bodies.size())).containsExactly(LOST, CALLS, STARTED, A, B, ANSWER, END);
    }

    @Test
    void aSummaryCoversWhatItCovered() {
        var second = Stream.of(QUESTION, ANSWER, END);
        var all = Stream.concat(TURN.stream(), second).toList();
        var found = new ArrayList<Found>();
        for (var seq = 1; seq <= all.size(); seq++) {
            if (seq < 3 || seq > 6) {
                found.add(new Found(seq, Optional.of(Events.of(all.get(seq - 1)))));
            }
        }
        found.add(new Found(11, Optional.of(Events.of(new Event.Compaction("summary", 7, Usage.NONE)))));

        var bodies = bodies(HistoryRepair.mend(found, 11, INSTANT));

        assertThat(bodies.subList(0, 7)).containsExactly(QUESTION, CALLS, lost("a"), lost("b"), LOST, END, QUESTION);
        assertThat(bodies.getLast()).isEqualTo(new Event.Compaction("summary", 6, Usage.NONE));
    }

    @Test
    void neighbouringGapsAreOne() {
        var found = List.of(
                new Found(1, Optional.of(Events.of(QUESTION))),
                new Found(3, Optional.empty()),
                new Found(5, Optional.of(Events.of(END))));
        var mended = HistoryRepair.mend(found, 0, INSTANT);
        assertThat(bodies(mended)).containsExactly(QUESTION, LOST, END);
        assertThat(mended.missing()).isEqualTo(2);
        assertThat(mended.unreadable()).isEqualTo(1);
    }
}

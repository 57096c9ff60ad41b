package ai.zavora.crash;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.core.llm.Part;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a process left in a database and in a file of effects, and what must hold of it. */
final class Findings {
    private final List<Event> events;
    private final List<String> effects;

    private Findings(List<Event> events, List<String> effects) {
        this.events = events;
        this.effects = effects;
    }

    /** Reads one session as a new process would; {@code effects} has one call id a line. */
    static Findings read(Path database, SessionKey key, Path effects) throws IOException {
        try (var store = SqliteStore.open("sqlite://" + database, Path.of("/"), InstantSource.system())) {
            store.open(key);
            return new Findings(store.events(key, 0, Integer.MAX_VALUE), Files.readAllLines(effects));
        }
    }

    static void assertSound(Path database) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("PRAGMA integrity_check")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("ok");
        }
    }

    List<Event> events() {
        return events;
    }

    /** Every event of which the process said that it was stored is there. */
    void assertHas(Map<Long, String> acknowledged) {
        var stored = new HashMap<Long, String>();
        for (var event : events) {
            stored.put(event.seq(), event.id());
        }
        assertThat(stored).containsAllEntriesOf(acknowledged);
        assertThat(events).extracting(Event::seq).doesNotHaveDuplicates();
        assertThat(events.isEmpty() ? 0 : events.getLast().seq()).isEqualTo(events.size());
    }

    /** No effect came twice, and none before its start was stored. */
    void assertEffectsFollowTheJournal() {
        assertThat(effects).as("effects").doesNotHaveDuplicates();
        assertThat(started()).as("calls stored as started").containsAll(effects).doesNotHaveDuplicates();
    }

    /** Once the session was resumed, every call has one outcome and it is a true one, and every turn has one end. */
    void assertClosed() {
        assertOneOutcomeEach();
        var happened = Set.copyOf(effects);
        var started = Set.copyOf(started());
        for (var outcome : outcomes()) {
            var id = outcome.callId();
            var code = outcome.output().string("code").orElse("ok");
            switch (code) {
                case "ok", "failed", "internal_error" ->
                    assertThat(happened).as(code).contains(id);
                case "not_run", "not_approved", "unknown_tool" -> {
                    assertThat(happened).as(code).doesNotContain(id);
                    assertThat(started).as(code).doesNotContain(id);
                }
                case "outcome_unknown" -> assertThat(started).contains(id);
                default -> throw new AssertionError("an outcome that cannot be: " + outcome);
            }
        }
    }

    /** Every call has one outcome, started once at most, and every turn has one end. */
    void assertOneOutcomeEach() {
        assertThat(outcomes()).extracting(Part.ToolOutput::callId).containsExactlyInAnyOrderElementsOf(requested());
        assertThat(started()).doesNotHaveDuplicates();
        assertTurnsEnd();
    }

    private void assertTurnsEnd() {
        var turns = new ArrayList<String>();
        var ended = new HashSet<String>();
        for (var event : events) {
            if (event.body() instanceof Event.UserMessage) {
                assertThat(ended).as("turns that ended before the next began").containsAll(turns);
                turns.add(event.turnId());
            }
            assertThat(turns)
                    .as("every event belongs to the turn it stands in")
                    .last()
                    .isEqualTo(event.turnId());
            if (event.body() instanceof Event.TurnCompleted || event.body() instanceof Event.TurnAborted) {
                assertThat(ended.add(event.turnId())).as("one end of a turn").isTrue();
            }
        }
        assertThat(turns).doesNotHaveDuplicates();
        assertThat(ended).containsExactlyInAnyOrderElementsOf(turns);
    }

    private List<String> requested() {
        var ids = new ArrayList<String>();
        for (var event : events) {
            if (event.body() instanceof Event.AssistantMessage reply) {
                for (var part : reply.parts()) {
                    if (part instanceof Part.ToolUse use) {
                        ids.add(use.id());
                    }
                }
            }
        }
        return ids;
    }

    private List<String> started() {
        var ids = new ArrayList<String>();
        for (var event : events) {
            if (event.body() instanceof Event.ToolStarted(var call)) {
                ids.add(call.id());
            }
        }
        return ids;
    }

    /** How many calls have that outcome. */
    int count(String code) {
        return (int) outcomes().stream()
                .filter(outcome ->
                        outcome.output().string("code").filter(code::equals).isPresent())
                .count();
    }

    /** How many turns were closed without an answer. */
    int aborted() {
        return (int) events.stream()
                .filter(event -> event.body() instanceof Event.TurnAborted)
                .count();
    }

    private List<Part.ToolOutput> outcomes() {
        var outputs = new ArrayList<Part.ToolOutput>();
        for (var event : events) {
            if (event.body() instanceof Event.ToolFinished(var output)) {
                outputs.add(output);
            }
        }
        return outputs;
    }
}

package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.SessionArchive.SessionOwner;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import ai.zavora.testing.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved of damaged databases: everything that is still there, and a history without holes. */
final class RepairTest {
    private static final int SESSIONS = 12;
    private static final int TURNS = 8;
    private static final int EVENTS = TURNS * 6;
    private static final int PAGE = 4096;

    @TempDir
    Path folder;

    private final MutableClock clock = MutableClock.fixed();
    private Path file;
    private byte[] whole;

    @BeforeEach
    void fill() throws IOException {
        file = folder.resolve("sessions.db");
        try (var store = SqliteStore.open("sqlite://" + file, folder, clock)) {
            for (var session = 1; session <= SESSIONS; session++) {
                var key = key(session);
                store.open(key);
                var seq = 0L;
                for (var turn = 1; turn <= TURNS; turn++) {
                    seq = store.append(key, seq, turn(session, turn));
                }
            }
        }
        whole = Files.readAllBytes(file);
    }

    private static SessionKey key(int session) {
        return new SessionKey("app", "user", "session-" + session);
    }

    private static List<Event> turn(int session, int turn) {
        var call = "call-" + session + "-" + turn;
        var input = JsonValue.object().put("turn", turn).build();
        return List.of(
                Events.userSays("question " + turn + " ".repeat(turn == 3 ? 9000 : 1) + "of session " + session),
                Events.of(assistant(new Part.ToolUse(call, "tool", input, Optional.empty()))),
                Events.of(new Event.ToolStarted(new ToolCall(call, "tool", input))),
                Events.of(new Event.ToolFinished(new Part.ToolOutput(call, "tool", input, false))),
                Events.of(assistant(new Part.Text("answer " + turn))),
                Events.of(new Event.TurnCompleted()));
    }

    private static Event.AssistantMessage assistant(Part part) {
        return new Event.AssistantMessage(List.of(part), StopReason.COMPLETE, Usage.NONE, "p", "m");
    }

    private RepairReport repair(byte[] damaged) throws IOException {
        Files.write(file, damaged);
        Files.deleteIfExists(folder.resolve("sessions.db.repaired"));
        var report = SqliteArchive.of("sqlite://" + file, folder, clock).repair(new SessionOwner("app", "user"));
        assertThat(Files.readAllBytes(file)).as("the original").isEqualTo(damaged);
        return report;
    }

    /** Every session of the new database; each is readable and gives every call its outcome. */
    private List<List<Event>> sessions(RepairReport report) {
        var sessions = new ArrayList<List<Event>>();
        try (var store = SqliteStore.open("sqlite://" + report.repaired().file(), folder, clock)) {
            for (var session : store.list("app", "user")) {
                var events = session.lastSeq() == 0 ? List.<Event>of() : store.events(session.key(), 0, 10_000);
                assertThat(openCalls(events)).isEmpty();
                sessions.add(events);
            }
        }
        return sessions;
    }

    private static Set<String> openCalls(List<Event> events) {
        var open = new HashSet<String>();
        for (var event : events) {
            if (event.body() instanceof Event.AssistantMessage reply) {
                for (var part : reply.parts()) {
                    if (part instanceof Part.ToolUse use) {
                        open.add(use.id());
                    }
                }
            } else if (event.body() instanceof Event.ToolFinished(var output)) {
                assertThat(open.remove(output.callId()))
                        .as("a call for %s", output)
                        .isTrue();
            }
        }
        return open;
    }

    @Test
    void aSoundDatabaseIsSavedWhole() throws IOException {
        var report = repair(whole);
        assertThat(report.lost()).isZero();
        assertThat(report.unreadable()).isZero();
        assertThat(report.repaired().sessions()).isEqualTo(SESSIONS);
        assertThat(report.repaired().events()).isEqualTo((long) SESSIONS * EVENTS);
        assertThat(sessions(report)).allSatisfy(events -> assertThat(events).hasSize(EVENTS));
    }

    @Test
    void onePageOfNonsenseAtATime() throws IOException {
        for (var page = 0; page < whole.length / PAGE; page++) {
            var hurt = whole.clone();
            Arrays.fill(hurt, page * PAGE, (page + 1) * PAGE, (byte) 0x5a);
            var report = repair(hurt);
            assertThat(report.repaired().sessions()).as("page %d", page).isEqualTo(SESSIONS);
            // what one page held, and no more: an overflow page belongs to one event
            assertThat(report.lost()).as("page %d: %s", page, report).isLessThan(30);
            assertThat(report.repaired().events() + report.lost())
                    .as("page %d", page)
                    .isGreaterThanOrEqualTo((long) SESSIONS * EVENTS);
            sessions(report);
        }
    }

    @Test
    void aCutOffDatabase() throws IOException {
        var most = 0L;
        for (var pages = whole.length / PAGE; pages > 3; pages -= 3) {
            var report = repair(Arrays.copyOf(whole, pages * PAGE - 100));
            sessions(report);
            most = Math.max(most, report.lost());
        }
        assertThat(most).isGreaterThan(100);
    }

    @Test
    void damagedTextIsToldAndTheGapIsClosed() throws IOException {
        try (var database = Database.writable(file.toString())) {
            database.update("UPDATE journal_event SET entry = '{broken' WHERE key = ?", SessionRows.key(1, 3));
            database.update("DELETE FROM journal_event WHERE key = ?", SessionRows.key(2, EVENTS));
        } catch (java.sql.SQLException e) {
            throw new AssertionError(e);
        }
        var report = repair(Files.readAllBytes(file));
        assertThat(report.lost()).isEqualTo(2);
        assertThat(report.sessions())
                .filteredOn(session -> session.lost() > 0)
                .extracting(session -> session.key().id() + " " + session.missing() + " " + session.unreadable())
                .containsExactlyInAnyOrder("session-1 0 1", "session-2 1 0");
        assertThat(sessions(report))
                .anySatisfy(
                        events -> assertThat(events).extracting(Event::body).contains(new Event.TurnAborted("lost")));
    }

    @Test
    void whatIsNoDatabaseOfOursIsRefused() throws IOException {
        assertThatThrownBy(() -> repair("no database at all".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.SESSION));
        Files.delete(file);
        assertThatThrownBy(() ->
                        SqliteArchive.of("sqlite://" + file, folder, clock).repair(new SessionOwner("app", "user")))
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.INPUT));
    }
}

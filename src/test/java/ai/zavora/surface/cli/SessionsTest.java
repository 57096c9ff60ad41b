package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The commands over a real database. */
final class SessionsTest extends SessionsFixture {

    @Test
    void listsNewestFirstAndCreatesNothing() throws Exception {
        var empty = run("sessions", "list");
        assertThat(empty.exitCode()).isZero();
        assertThat(empty.out()).isEqualTo("No sessions of application zavora-cli and user local-user.\n");
        assertThat(database).doesNotExist();

        sessions(3);
        var listed = run("sessions", "list");
        assertThat(listed.out().lines()).hasSize(4).element(1).asString().matches("- s3 \\(updated: \\d{4}-.*Z\\)");
        assertThat(ids(json(run("sessions", "list", "--json")), "sessions")).containsExactly("s3", "s2", "s1");
    }

    @Test
    void saysThatMemoryKeepsNothing() {
        var run = CliRun.in(folder).run("sessions", "list");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("No sessions of", "--session-backend sqlite");
        assertThat(CliRun.in(folder).run("sessions", "resume").exitCode()).isEqualTo(42);
    }

    @Test
    void showsTheNewestEvents() throws Exception {
        sessions(2);
        var shown = run("sessions", "show", "--session-id", "s1", "--recent", "2");
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out())
                .contains("Session s1 of application zavora-cli and user local-user\nEvents: 2 of 7\n")
                .contains("] assistant [final]\nanswer 1\n")
                .doesNotContain("question 1");

        var all = run("sessions", "show", "--session-id", "s1", "--recent", "0");
        assertThat(all.out()).contains("Events: 7\n", "[call] clock {\"zone\":\"UTC\"}", "[result] clock {\"now\":7}");

        var json = json(run("sessions", "show", "--session-id", "s1", "--json"));
        assertThat(json.array("events")).hasSize(7);
    }

    @Test
    void anUnknownSessionIsAnErrorEverywhere() {
        sessions(1);
        for (var words : List.of(
                List.of("show", "--session-id", "none"),
                List.of("delete", "--session-id", "none", "--force"),
                List.of("export", "none"),
                List.of("fork", "none"),
                List.of("resume", "none"))) {
            var line = new ArrayList<>(List.of("sessions"));
            line.addAll(words);
            var run = run(line.toArray(String[]::new));
            assertThat(run.exitCode()).as(line + run.err()).isEqualTo(11);
            assertThat(run.err()).contains("none");
        }
    }

    @Test
    void deletesOnlyWithForce() throws Exception {
        sessions(2);
        assertThat(run("sessions", "delete", "--session-id", "s1").exitCode()).isEqualTo(42);
        assertThat(ids(json(run("sessions", "list", "--json")), "sessions")).hasSize(2);
        var deleted = run("sessions", "delete", "--session-id", "s1", "--force");
        assertThat(deleted.out()).isEqualTo("Deleted the session s1 of application zavora-cli and user local-user.\n");
        assertThat(ids(json(run("sessions", "list", "--json")), "sessions")).containsExactly("s2");
    }

    @Test
    void prunesAsPreviewed() throws Exception {
        sessions(5);
        var refused = run("sessions", "prune", "--keep", "2");
        assertThat(refused.exitCode()).isEqualTo(42);
        assertThat(refused.err()).contains("3 sessions", "--force");

        var preview = run("sessions", "prune", "--keep", "2", "--dry-run", "--force");
        assertThat(preview.out())
                .isEqualTo("- s3\n- s2\n- s1\nWould delete 3 sessions, keep 2. Nothing was changed.\n");
        var json = json(run("sessions", "prune", "--keep", "2", "--dry-run", "--json"));
        var done = json(run("sessions", "prune", "--keep", "2", "--force", "--json"));
        assertThat(ids(done, "deleted")).isEqualTo(ids(json, "would_delete")).containsExactly("s3", "s2", "s1");

        var nothing = run("sessions", "prune", "--keep", "2");
        assertThat(nothing.exitCode()).isZero();
        assertThat(nothing.out()).isEqualTo("Nothing to prune: 2 sessions kept.\n");
        assertThat(run("sessions", "prune", "--keep", "0", "--force").out()).contains("Deleted 1 session, kept 1.");
    }

    @Test
    void prunesByAge() throws Exception {
        sessions(5);
        // the command's clock stands long after these sessions
        assertThat(ids(json(run("sessions", "prune", "--older-than", "1h", "--dry-run", "--json")), "would_delete"))
                .hasSize(5);
        for (var wrong : List.of("30", "d", "-1d", "1y", "1.5d", "9999999999d")) {
            assertThat(run("sessions", "prune", "--older-than", wrong).exitCode())
                    .as(wrong)
                    .isEqualTo(2);
        }
    }

    @Test
    void sparesWhatIsInUse() {
        sessions(3);
        try (var store = SqliteStore.open("sqlite://" + database, folder, InstantSource.fixed(CliRun.NOW));
                var hold = store.hold(new SessionKey(APP, USER, "s1"))) {
            assertThat(hold).isNotNull();
            var pruned = run("sessions", "prune", "--keep", "1", "--force");
            assertThat(pruned.out()).isEqualTo("Deleted 1 session, kept 2.\nIn use, stays: s1\n");
            assertThat(run("sessions", "delete", "--session-id", "s1", "--force")
                            .exitCode())
                    .isEqualTo(11);
        }
    }

    @Test
    void forksAtAPosition() throws Exception {
        sessions(1);
        assertThat(run("sessions", "fork", "s1", "--as", "whole").out()).isEqualTo("Copied 7 events of s1 to whole.\n");
        var cut = json(run("sessions", "fork", "s1", "--at", "4", "--as", "cut", "--json"));
        // four copied, the started call closed, the turn ended
        assertThat(cut.object("session").orElseThrow().integer("events")).hasValue(6);
        try (var store = store()) {
            var events = store.events(new SessionKey(APP, USER, "cut"), 0, 10);
            assertThat(events.getLast().body()).isEqualTo(new Event.TurnAborted("forked"));
            assertThat(events.get(4).body()).isInstanceOf(Event.ToolFinished.class);
        }
        assertThat(run("sessions", "fork", "s1", "--at", "8").exitCode()).isEqualTo(42);
        assertThat(run("sessions", "fork", "s1", "--as", "cut").exitCode()).isEqualTo(11);
    }

    @Test
    void searches() throws Exception {
        sessions(3);
        var found = run("sessions", "search", "ANSWER", "2");
        assertThat(found.out().lines())
                .singleElement()
                .asString()
                .startsWith("s2 #6 ")
                .endsWith("assistant: answer 2");
        assertThat(run("sessions", "search", "nowhere").out()).isEqualTo("Nothing found.\n");
        assertThat(json(run("sessions", "search", "question", "--limit", "2", "--json"))
                        .array("hits"))
                .hasSize(2);
        assertThat(run("sessions", "search").exitCode()).isEqualTo(2);
        assertThat(run("sessions", "search", " ").exitCode()).isEqualTo(2);
    }

    @Test
    void resumesTheLastOrTheNamedSession() {
        sessions(3);
        assertThat(resumed("sessions", "resume")).isEqualTo("s3");
        assertThat(resumed("sessions", "resume", "s1")).isEqualTo("s1");
        assertThat(resumed("chat", "--continue")).isEqualTo("s3");
    }

    @Test
    void aSessionIsNamedOnce() {
        sessions(2);
        for (var line : List.of(
                new String[] {"sessions", "resume", "s1", "--session-id", "s2"},
                new String[] {"chat", "--continue", "--session-id", "s2"})) {
            var run = run(line);

            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("--session-id does not go with");
        }
    }

    private String resumed(String... line) {
        var run = run(line);
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run.services().invocations.getFirst().settings().sessions().id();
    }

    @Test
    void anEmptyStoreHasNothingToResume() {
        assertThat(run("sessions", "resume").exitCode()).isEqualTo(11);
        assertThat(run("chat", "--continue").exitCode()).isEqualTo(11);
    }
}

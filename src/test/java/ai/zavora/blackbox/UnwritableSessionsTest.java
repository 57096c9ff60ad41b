package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.CutOffChange;
import ai.zavora.testing.Finished;
import ai.zavora.testing.LeftLog;
import ai.zavora.testing.LegacySessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions can be looked at where nothing can be written, and looking writes nothing. What was deleted is gone. */
final class UnwritableSessionsTest extends ProgramTest {
    private static final String SESSIONS = "\"$ZAVORA\" --session-backend sqlite --telemetry-enabled false sessions ";

    @BeforeEach
    void oneSession() throws IOException {
        AskedBefore.in(home, "s1", "where is the needle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show --session-id s1", "export s1", "search needle", "prune --keep 1 --dry-run"})
    void onAReadOnlyFolder(String command) throws InterruptedException {
        var run = inNamespace("mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora", command);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isNotBlank();
        assertThat(run.err()).doesNotContain("cannot", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show --session-id s1", "export s1", "search needle", "prune --keep 1 --dry-run"})
    void onAFullDisk(String command) throws InterruptedException {
        var run = inNamespace(
                "mkdir small && mount -t tmpfs -o size=256k tmpfs small && cp -r .zavora small/ && cd small"
                        + " && { cat /dev/zero >fill 2>/dev/null || true; }",
                command);

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isNotBlank();
        assertThat(run.err()).doesNotContain("cannot", "\tat ");
    }

    /** As of a copy without the index, or after a machine lost power: only the log says that the session is called s2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "list | s2",
                "show --session-id s2 | needle",
                "export s2 | s2",
                "search needle | s2",
                "prune --keep 1 --dry-run | 1 session kept",
                "backup backup.db | 1 session with 3 events"
            })
    void withALogThatWasLeft(String command, String said) throws Exception {
        LeftLog.of(home.resolve(".zavora/sessions.db"), "UPDATE journal_session SET session_id = 's2'");
        var temporary = Files.createDirectory(home.resolve("temporary"));
        for (var place : List.of(
                "mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora",
                "mkdir small && mount -t tmpfs -o size=256k tmpfs small && cp -r .zavora small/ && ln -s ../backup.db"
                        + " small/ && cd small && { cat /dev/zero >fill 2>/dev/null || true; } && "
                        + SESSIONS + "list")) {
            Files.deleteIfExists(home.resolve("backup.db"));
            var run = inNamespace("export ZAVORA_JAVA_OPTS=-Djava.io.tmpdir=" + temporary + " && " + place, command);

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(run.out()).contains(said);
            assertThat(run.err()).doesNotContain("cannot", "\tat ");
            assertThat(temporary).isEmptyDirectory();
        }
    }

    /** A change that was cut off would have to be undone in the file. */
    @Test
    void withAChangeThatWasCutOff() throws Exception {
        CutOffChange.in(home.resolve(".zavora/sessions.db"), "journal_session");

        var run = inNamespace("mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora", "list");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("s1");
    }

    /** As of a container whose own files cannot be changed, with volumes for what is written. */
    @Test
    void whereNothingIsWrittenRoomDoesNotMatter() throws InterruptedException {
        var run = inNamespace("mkdir small && mount -t tmpfs -o size=256k tmpfs small && mount -o remount,ro small"
                + " && cd small && \"$ZAVORA\" --session-backend sqlite --session-db-url"
                + " sqlite://$HOME/.zavora/sessions.db --telemetry-path $HOME/events.jsonl doctor --offline");

        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).doesNotContainPattern("free for .*/small");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions list", "sessions backup backup.db", "doctor --full --offline"})
    void whereNoCopyCanBeMadeEitherThatIsSaid(String command) throws Exception {
        LeftLog.of(home.resolve(".zavora/sessions.db"));

        var run = inNamespace("export ZAVORA_JAVA_OPTS=-Djava.io.tmpdir=$HOME/.zavora && mount --bind .zavora .zavora"
                + " && mount -o remount,bind,ro .zavora && \"$ZAVORA\" --session-backend sqlite"
                + " --telemetry-enabled false " + command);

        assertThat(run.exit()).as(run.out()).isEqualTo(11);
        assertThat(run.out() + run.err())
                .contains("in a copy", "free some space", "java.io.tmpdir")
                .doesNotContain("who may read");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "search needle", "prune --keep 1 --dry-run"})
    void oneOfTheEarlierVersionThereIsNamedAsSuch(String command) throws Exception {
        Files.delete(home.resolve(".zavora/sessions.db"));
        try (var old = LegacySessions.create(home.resolve(".zavora/sessions.db"))) {
            old.session("u", "s", "{}").eventOf("u", "01", "hello");
        }

        var run = inNamespace("mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora", command);

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("earlier Rust version", "migrate");
    }

    @Test
    void aRepairOfASoundOneOfThatVersionSpeaksOfNoDamage() throws Exception {
        Files.delete(home.resolve(".zavora/sessions.db"));
        try (var old = LegacySessions.create(home.resolve(".zavora/sessions.db"))) {
            old.session("u", "s", "{}").eventOf("u", "01", "hello");
        }

        var run = inNamespace("mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora && \"$ZAVORA\""
                + " --session-backend sqlite --telemetry-enabled false doctor --repair");

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("earlier Rust version", "migrate").doesNotContain("damaged");
    }

    @Test
    void whatIsChangedThereFailsAndSaysWhy() throws InterruptedException {
        var run = inNamespace(
                "mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora", "delete --session-id s1 --force");

        failsInText(run, 11, "SESSION");
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "show --session-id s1", "search needle", "prune --keep 1 --force"})
    void nothingIsWrittenIntoAnEmptyFile(String command) throws Exception {
        var file = Files.createFile(home.resolve("empty.db"));
        program().shell("\"$ZAVORA\" --session-backend sqlite --session-db-url sqlite://empty.db sessions " + command);

        assertThat(file).isEmptyFile();
        assertThat(home.resolve("empty.db-wal")).doesNotExist();
    }

    @Test
    void deletedTextCannotBeFoundInTheFile() throws Exception {
        for (var i = 0; i < 5; i++) {
            program()
                    .run(
                            "ask",
                            "--session-backend",
                            "sqlite",
                            "--session-id",
                            "s1",
                            "needle number " + i + " " + "in the haystack ".repeat(400));
        }
        assertThat(database()).contains("haystack");

        var deleted = program().shell(SESSIONS + "delete --session-id s1 --force");

        assertThat(deleted.exit()).as(deleted.err()).isZero();
        assertThat(database()).doesNotContain("haystack", "needle");
    }

    private String database() throws IOException {
        var all = new StringBuilder();
        try (var files = Files.list(home.resolve(".zavora"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    private Finished inNamespace(String commands, String command) throws InterruptedException {
        return inNamespace(commands + " && " + SESSIONS + command);
    }

    private Finished inNamespace(String commands) throws InterruptedException {
        var allowed = program().shell("unshare -rm mount -t tmpfs tmpfs \"$HOME\"");
        assumeThat(allowed.exit()).as("this user may mount").isZero();
        return program().shell("exec unshare -rm /bin/bash -c 'cd \"$HOME\" && " + commands + "'");
    }
}

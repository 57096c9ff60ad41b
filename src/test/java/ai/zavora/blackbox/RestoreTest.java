package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.SqliteStore;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Finished;
import ai.zavora.testing.LeftLog;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore without --force says what one with it would do, and does nothing; what is no backup is called that. */
final class RestoreTest extends ProgramTest {
    private static final String URL = "--session-db-url";

    @BeforeEach
    void backup() throws Exception {
        server.otherwise(Reply.text("the answer"));
        AskedBefore.in(home, "default-session", "hello");
        assertThat(run("sessions", "backup", "backup.db").exit()).isZero();
    }

    private Finished run(String... arguments) throws InterruptedException {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").run(arguments);
    }

    private void change(String file, String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(file));
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    private List<String> names(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theLogOfADatabaseThatIsGoneIsKeptAside() throws Exception {
        var database = home.resolve(".zavora/sessions.db");
        LeftLog.of(database, "UPDATE journal_session SET session_id = 'lost'");
        Files.delete(database);
        var log = Files.readAllBytes(Path.of(database + "-wal"));

        var restored = run("sessions", "restore", "backup.db", "--force");

        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(Path.of(database + ".before-restore-wal")).hasBinaryContent(log);
        assertThat(run("sessions", "list").out()).contains("default-session").doesNotContain("lost");
    }

    /** Until then nothing takes its place: a new one would throw the log away. */
    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-journal"})
    void whatIsLeftOfADatabaseThatIsGoneIsNeverTakenForNone(String ending) throws Exception {
        var database = home.resolve(".zavora/sessions.db");
        LeftLog.of(database);
        Files.delete(database);
        var left = Path.of(database + ending);
        if (!Files.exists(left)) {
            Files.move(Path.of(database + "-wal"), left);
        }
        var before = Files.readAllBytes(left);

        for (var command : List.of("ask hi", "sessions list", "sessions backup other.db", "migrate")) {
            var refused = run(command.split(" "));

            failsInText(refused, 11, "SESSION");
            assertThat(refused.err()).as(command).contains("is not there, but its log is", "sessions restore FILE");
        }
        var looked = run("doctor");

        assertThat(looked.exit()).isEqualTo(11);
        assertThat(looked.out()).contains("FAIL  database: " + database + ": not there, but its log is");
        assertThat(left).hasBinaryContent(before);
        assertThat(database).doesNotExist();
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedEitherWay() throws Exception {
        change("other.db", "CREATE TABLE notes (text TEXT)");
        var before = names(home);

        var preview = run(URL, "sqlite://other.db", "sessions", "restore", "backup.db");
        var restore = run(URL, "sqlite://other.db", "sessions", "restore", "backup.db", "--force");

        failsInText(restore, 11, "SESSION");
        assertThat(restore.err()).contains("belongs to another program");
        assertThat(preview.exit()).isEqualTo(11);
        assertThat(preview.err()).isEqualTo(restore.err());
        assertThat(names(home)).isEqualTo(before);
    }

    @Test
    void aPreviewMakesNoFolderAndPromisesNoCopyOfNothing() throws Exception {
        var before = names(home);
        var preview = run(URL, "sqlite://new/dir/n.db", "sessions", "restore", "backup.db");
        failsInText(preview, 42, "INPUT");
        assertThat(preview.err()).contains("would make the session database", "Add --force to do it.");
        assertThat(names(home)).isEqualTo(before);

        var restore = run(URL, "sqlite://new/dir/n.db", "sessions", "restore", "backup.db", "--force");
        assertThat(restore.exit()).as(restore.err()).isZero();
        assertThat(restore.out()).doesNotContain("before");
        assertThat(names(home.resolve("new/dir"))).containsExactly("n.db");
    }

    @Test
    void anEmptyFileIsNothingThatCouldBeKept() throws Exception {
        Files.createFile(home.resolve("empty.db"));
        var preview = run(URL, "sqlite://empty.db", "sessions", "restore", "backup.db");
        failsInText(preview, 42, "INPUT");
        assertThat(preview.err()).contains("would make").doesNotContain("before-restore", "cannot be read");
    }

    @Test
    void aPreviewNamesTheFileThatWillBeKept() throws Exception {
        for (var name : List.of("sessions.db.before-restore", "sessions.db.before-restore-2")) {
            var preview = run("sessions", "restore", "backup.db");
            failsInText(preview, 42, "INPUT");
            assertThat(preview.err()).contains("is kept as " + name + ".").doesNotContain("in use");
            assertThat(run("sessions", "restore", "backup.db", "--force").out()).contains("/" + name + ".\n");
        }
    }

    @Test
    void aPreviewSaysThatTheDatabaseIsInUse() throws Exception {
        try (var store = SqliteStore.open("sqlite://.zavora/sessions.db", home, InstantSource.system());
                var _ = store.hold(new SessionKey("zavora-cli", "local-user", "default"))) {
            var preview = run("sessions", "restore", "backup.db");
            failsInText(preview, 42, "INPUT");
            assertThat(preview.err()).contains("1 session with 3 events", "It is in use", "Leave every chat");
            failsInText(run("sessions", "restore", "backup.db", "--force"), 11, "SESSION");
        }
    }

    /** It works in no session, so that no mark tells of it. */
    @Test
    void anIdleServerIsNamed() throws Exception {
        try (var agent = ServedAgent.start(program().with("ZAVORA_SESSION_BACKEND", "sqlite"))) {
            var process = "the server (process " + agent.program().pid() + ")";
            var preview = run("sessions", "restore", "backup.db");
            var restore = run("sessions", "restore", "backup.db", "--force");

            failsInText(preview, 42, "INPUT");
            assertThat(preview.err()).contains("It is in use by " + process, "stop every server");
            failsInText(restore, 11, "SESSION");
            assertThat(restore.err()).contains("in use by " + process, "stop every server");
        }
        assertThat(run("sessions", "restore", "backup.db", "--force").exit()).isZero();
    }

    /** Without options sessions are kept in memory. */
    @ParameterizedTest
    @CsvSource({"damaged, doctor --repair", "legacy, migrate"})
    void whatCanBeDoneWithTheFileWorksAsItIsPrinted(String kind, String command) throws Exception {
        spoil(kind);
        var advice = run("sessions", "restore", "spoilt.db", "--force").err();
        assertThat(advice)
                .contains("'zavora-cli " + command + "', --session-backend sqlite and this file in --session-db-url");

        var followed = program()
                .shell("\"$ZAVORA\" --session-backend sqlite " + command + " --session-db-url sqlite://spoilt.db");
        assertThat(followed.exit()).as(followed.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "damaged | The backup | is damaged",
                "text | The backup | is damaged",
                "foreign | is no backup | belongs to another program",
                "newer | The backup | newer format",
                "legacy | is no backup | earlier Rust version"
            })
    void whatIsNoBackupIsNotCalledTheDatabase(String kind, String called, String reason) throws Exception {
        spoil(kind);
        for (var force : List.of("", " --force")) {
            var run = program().shell("\"$ZAVORA\" --session-backend sqlite sessions restore spoilt.db" + force);
            failsInText(run, 11, "SESSION");
            assertThat(run.err())
                    .contains("spoilt.db", called, reason)
                    .doesNotContain("The session database", "start afresh", "use another --session-db-url");
        }
    }

    private void spoil(String kind) throws Exception {
        switch (kind) {
            case "damaged" -> {
                var bytes = Files.readAllBytes(home.resolve("backup.db"));
                Arrays.fill(bytes, 4096, 8192, (byte) 0x5a);
                Files.write(home.resolve("spoilt.db"), bytes);
            }
            case "text" -> Files.writeString(home.resolve("spoilt.db"), "text".repeat(1000));
            case "foreign" -> change("spoilt.db", "CREATE TABLE notes (text TEXT)");
            case "legacy" -> change("spoilt.db", "CREATE TABLE sessions (app_name TEXT)");
            default -> {
                Files.copy(home.resolve("backup.db"), home.resolve("spoilt.db"));
                change("spoilt.db", "PRAGMA user_version = 99");
            }
        }
    }
}

package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup and the way back, as an operator goes it. */
final class BackupTest extends ProgramTest {

    @BeforeEach
    void oneTurn() throws IOException {
        AskedBefore.in(home, "default-session", "hello");
    }

    private Finished run(String... arguments) throws InterruptedException {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").run(arguments);
    }

    @Test
    void restoringShowsTheEarlierState() throws Exception {
        var earlier = run("sessions", "show").out();
        var backup = run("sessions", "backup", "backup.db");
        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(backup.out())
                .startsWith("Backed up 1 session with 3 events (")
                .contains(home.resolve("backup.db").toString());
        assertThat(backup.err()).isEmpty();
        server.otherwise(Reply.text("the later answer"));
        assertThat(run("ask", "and again").exit()).isZero();
        assertThat(run("sessions", "show").out()).contains("the later answer");

        var unforced = run("sessions", "restore", "backup.db");
        failsInText(unforced, 42, "INPUT");
        assertThat(unforced.err()).contains("1 session with 3 events", "1 session with 6 events", "--force");
        assertThat(run("sessions", "show").out()).contains("the later answer");

        var restored = run("sessions", "restore", "backup.db", "--force");
        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("Restored 1 session with 3 events", "sessions.db.before-restore");
        assertThat(run("sessions", "show").out()).isEqualTo(earlier);
        assertThat(program()
                        .with("ZAVORA_SESSION_BACKEND", "sqlite")
                        .with("ZAVORA_SESSION_DB_URL", "sqlite://.zavora/sessions.db.before-restore")
                        .run("sessions", "show")
                        .out())
                .contains("the later answer");
    }

    /** Who keeps checksums of backups must be able to look into them. */
    @Test
    void aBackupThatIsLookedIntoStaysAsItIs() throws Exception {
        assertThat(run("sessions", "backup", "backup.db").exit()).isZero();
        var file = home.resolve("backup.db");
        var before = Files.readAllBytes(file);

        for (var command : List.of("list", "show", "search hello", "export", "prune --dry-run")) {
            var words = new ArrayList<>(List.of("--session-db-url", "sqlite://backup.db", "sessions"));
            words.addAll(List.of(command.split(" ", -1)));
            var looked = run(words.toArray(String[]::new));
            assertThat(looked.exit()).as(command + looked.err()).isZero();
        }
        assertThat(run("--session-db-url", "sqlite://backup.db", "doctor", "--offline", "--full")
                        .exit())
                .isIn(0, 10);

        assertThat(file).hasBinaryContent(before);
        try (var files = Files.list(home)) {
            assertThat(files.map(path -> path.getFileName().toString()).filter(name -> name.startsWith("backup.db")))
                    .containsExactly("backup.db");
        }
    }

    /** Events of removed sessions may lie in the database for a while: they are cleared away some at a time. */
    @Test
    void whatWasDeletedIsInNoBackup() throws Exception {
        var before = run("sessions", "backup", "before.db");
        assertThat(before.exit()).as(before.err()).isZero();
        plantRemoved(home.resolve(".zavora/sessions.db"));
        assertThat(canaries(".zavora/sessions.db")).isPositive();

        var backup = run("sessions", "backup", "backup.db");

        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(backup.out()).contains("1 session with 3 events (" + Files.size(home.resolve("before.db")));
        assertThat(canaries("backup.db")).isZero();
        assertThat(home.resolve("backup.db")).hasSize(Files.size(home.resolve("before.db")));
        failsInText(run("sessions", "restore", "backup.db"), 42, "INPUT");
        try (var files = Files.list(home)) {
            assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
        }
    }

    /** A file that was copied by other means, or written by a version that left free pages in it. */
    @Test
    void whatWasDeletedBeforeABackupWasTakenIsNotRestored() throws Exception {
        assertThat(run("sessions", "backup", "backup.db").exit()).isZero();
        var size = Files.size(home.resolve("backup.db"));
        plantRemoved(home.resolve("backup.db"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("backup.db"));
                var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM journal_event WHERE entry LIKE 'CANARY%'");
            statement.executeUpdate("DELETE FROM journal_garbage");
        }
        assertThat(canaries("backup.db")).isPositive();

        var restored = run("sessions", "restore", "backup.db", "--force");

        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(canaries(".zavora/sessions.db")).isZero();
        assertThat(home.resolve(".zavora/sessions.db")).hasSize(size);
        assertThat(run("sessions", "show").out()).contains("Hello from the model server.");
    }

    /** As pruning leaves it: the session's row is gone, and its events wait to be cleared away. */
    private static void plantRemoved(Path database) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate("WITH RECURSIVE seq (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq LIMIT 5000)"
                    + " INSERT INTO journal_event SELECT (7 << 32) | n, 'CANARY ' || printf('%.200c', 'x') FROM seq");
            statement.executeUpdate("INSERT INTO journal_garbage VALUES (7 << 32, (7 << 32) | 0xffffffff)");
        }
    }

    private long canaries(String file) throws IOException {
        var text = Files.readString(home.resolve(file), StandardCharsets.ISO_8859_1);
        return Pattern.compile("CANARY").matcher(text).results().count();
    }

    @Test
    void aBackupIsOneJsonObjectForScripts() throws Exception {
        var run = run("sessions", "backup", "backup.db", "--output-format", "json");
        var json = run.lastJson();
        assertThat(json.integer("sessions")).hasValue(1);
        assertThat(json.integer("events")).hasValue(3);
        assertThat(json.integer("bytes")).hasValue(Files.size(home.resolve("backup.db")));
        assertThat(json.string("file")).contains(home.resolve("backup.db").toString());
    }

    @Test
    void nothingIsReplacedOrMadeUpUnasked() throws Exception {
        Files.writeString(home.resolve("backup.db"), "precious");
        failsInText(run("sessions", "backup", "backup.db"), 42, "INPUT");
        assertThat(home.resolve("backup.db")).hasContent("precious");
        failsInText(run("sessions", "restore", "backup.db", "--force"), 11, "SESSION");
        failsInText(run("sessions", "backup", ".zavora/sessions.db", "--force"), 42, "INPUT");
        failsInText(program().run("sessions", "backup", "other.db"), 42, "INPUT");
        failsInText(run("--session-db-url", "sqlite://nowhere.db", "sessions", "backup", "other.db"), 42, "INPUT");
        assertThat(home.resolve("other.db")).doesNotExist();
        assertThat(home.resolve("nowhere.db")).doesNotExist();
    }
}

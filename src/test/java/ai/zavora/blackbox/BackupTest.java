package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Reply;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup and the way back, as an operator goes it. */
final class BackupTest extends ProgramTest {

    @BeforeEach
    void oneTurn() throws InterruptedException {
        server.otherwise(Reply.text("the earlier answer"));
        assertThat(run("ask", "hello").exit()).isZero();
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

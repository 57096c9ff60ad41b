package ai.zavora.dist;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.ModelServer;
import ai.zavora.testing.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.DriverManager;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions go to a version with a newer format of the database, and back as the page on operations says. */
@Tag("blackbox")
@Tag("long")
final class RollbackTest {
    private static final String CONFIGURATION = """
            [profiles.default]
            provider = "openai"
            session_backend = "sqlite"
            telemetry_enabled = false
            """;

    @TempDir
    private static Path shared;

    private static Path next;

    @TempDir
    private Path home;

    private final ModelServer server = ModelServer.start();

    @BeforeAll
    static void build() throws Exception {
        next = NextVersion.build(Files.createDirectory(shared.resolve("next")));
    }

    @AfterEach
    void stopServer() {
        server.close();
    }

    private Finished older(String... arguments) throws InterruptedException {
        return Launcher.in(home).withModel(server).run(arguments);
    }

    private Finished newer(String... arguments) throws InterruptedException {
        return Launcher.in(home).withModel(server).withProgram(next.toString()).run(arguments);
    }

    private static Finished ok(Finished run) {
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** Every file of .zavora with the digest of its bytes, but for the lock of a server, which is left empty. */
    private Map<String, String> state() throws Exception {
        var state = new TreeMap<String, String>();
        try (var files = Files.list(home.resolve(".zavora"))) {
            for (var file : files.filter(file -> Files.isRegularFile(file) && !file.endsWith("server.pid"))
                    .toList()) {
                var digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                state.put(file.getFileName().toString(), HexFormat.of().formatHex(digest));
            }
        }
        return state;
    }

    private String inDatabase(String query) throws Exception {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".zavora/sessions.db"));
                var rows = database.createStatement().executeQuery(query)) {
            return rows.next() ? rows.getString(1) : "nothing";
        }
    }

    private void writeWithTheOlder() throws Exception {
        Files.createDirectories(home.resolve(".zavora"));
        Files.writeString(home.resolve(".zavora/config.toml"), CONFIGURATION);
        server.reply(Reply.text("the first answer"), Reply.text("the other answer"));
        ok(older("ask", "--session-id", "one", "hello"));
        ok(older("ask", "--session-id", "two", "hello again"));
    }

    private void goForward() throws Exception {
        assertThat(newer("--version").out()).isEqualTo("zavora-cli " + NextVersion.NUMBER + "\n");
        assertThat(ok(newer("migrate")).out()).contains("sessions.db.v2");
        assertThat(inDatabase("PRAGMA user_version")).isEqualTo("3");
        assertThat(inDatabase("SELECT label FROM journal_session WHERE session_id = 'two'"))
                .isEqualTo("was two");
        assertThat(inDatabase("SELECT count(*) FROM journal_size WHERE characters > 0"))
                .isEqualTo("2");
        server.reply(Reply.text("the newer answer"));
        ok(newer("ask", "--session-id", "two", "go on"));
        assertThat(ok(newer("sessions", "show", "--session-id", "two")).out())
                .contains("the other answer", "the newer answer");
    }

    @Test
    void theOlderVersionRefusesANewerDatabaseAndLeavesItAlone() throws Exception {
        writeWithTheOlder();
        goForward();
        var before = state();

        for (var line : new String[] {
            "ask hello",
            "sessions list",
            "sessions show --session-id one",
            "sessions prune --keep 0 --force",
            "sessions delete --session-id one --force",
            "sessions backup other.db",
            "migrate",
            "server serve --port 0",
            "doctor --offline",
            "doctor --repair"
        }) {
            var run = older(line.split(" ", -1));
            assertThat(run.exit()).as(line + "\n" + run.out() + run.err()).isEqualTo(11);
            assertThat(run.out() + run.err())
                    .as(line)
                    .contains("format 3", "newer")
                    .doesNotContain("\tat ");
            assertThat(state()).as(line).isEqualTo(before);
        }
        assertThat(home.resolve("other.db")).doesNotExist();
        assertThat(server.requests()).as("asked of the model").hasSize(3);
        assertThat(ok(newer("sessions", "show", "--session-id", "two")).out()).contains("the newer answer");
    }

    @Test
    void theCopyThatTheNewerVersionMadeBringsTheOlderOneBack() throws Exception {
        writeWithTheOlder();
        var one = ok(older("sessions", "show", "--session-id", "one")).out();
        var two = ok(older("sessions", "show", "--session-id", "two")).out();
        goForward();

        var restored = ok(older("sessions", "restore", ".zavora/sessions.db.v2", "--force"));

        assertThat(restored.out()).contains("Restored 2 sessions with 6 events", "sessions.db.before-restore");
        goodAgain(one, two);
        // what was said to the newer version is kept beside it, and can be had again
        assertThat(ok(newer(
                                "--session-db-url",
                                "sqlite://.zavora/sessions.db.before-restore",
                                "sessions",
                                "show",
                                "--session-id",
                                "two"))
                        .out())
                .contains("the newer answer");

        // forward once more: the earlier copy stays
        var copy = Files.readAllBytes(home.resolve(".zavora/sessions.db.v2"));
        assertThat(ok(newer("migrate")).out()).contains("sessions.db.v2.2");
        assertThat(home.resolve(".zavora/sessions.db.v2")).hasBinaryContent(copy);
    }

    @Test
    void aBackupTakenBeforeBringsTheOlderOneBackWithItsConfiguration() throws Exception {
        writeWithTheOlder();
        var one = ok(older("sessions", "show", "--session-id", "one")).out();
        var two = ok(older("sessions", "show", "--session-id", "two")).out();
        ok(older("sessions", "backup", "backup.db"));
        Files.copy(home.resolve(".zavora/config.toml"), home.resolve("config.backup.toml"));
        goForward();
        Files.writeString(home.resolve(".zavora/config.toml"), CONFIGURATION + "key_of_the_newer = true\n");

        Files.writeString(home.resolve(".zavora/config.toml"), Files.readString(home.resolve("config.backup.toml")));
        ok(older("sessions", "restore", "backup.db", "--force"));

        goodAgain(one, two);
    }

    private void goodAgain(String one, String two) throws Exception {
        assertThat(older("--version").out()).doesNotContain(NextVersion.NUMBER);
        assertThat(ok(older("doctor", "--offline")).out()).contains("Healthy: 0 failures", "format 2");
        assertThat(ok(older("server", "a2a-smoke")).out()).contains("A2A smoke passed");
        assertThat(ok(older("sessions", "show", "--session-id", "one")).out()).isEqualTo(one);
        assertThat(ok(older("sessions", "show", "--session-id", "two")).out()).isEqualTo(two);
        server.reply(Reply.text("the answer after"));
        assertThat(ok(older("ask", "--session-id", "two", "once more")).out()).isEqualTo("the answer after\n");
    }
}

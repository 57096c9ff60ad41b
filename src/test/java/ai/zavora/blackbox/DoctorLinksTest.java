package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Reply;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code doctor} and others say of a database behind a symbolic link. */
final class DoctorLinksTest extends DoctorFixture {

    /** As on a volume for data: the log lies beside the file that the link leads to. */
    @Test
    void theLogOfADatabaseBehindALinkIsRead() throws Exception {
        var volume = Files.createDirectories(home.resolve("volume")).resolve("sessions.db");
        Files.createFile(volume);
        Files.createSymbolicLink(
                Files.createDirectories(home.resolve(".zavora")).resolve("sessions.db"), volume);
        server.otherwise(Reply.text("well"));
        try (var chat = program()
                .with("ZAVORA_SESSION_BACKEND", "sqlite")
                .withOpenInput()
                .startOnTerminal("chat")) {
            chat.awaitOutput("zavora> ");
            chat.write("hello\r");
            chat.awaitOutput("well");
            assertThat(program()
                            .run("ask", "--session-backend", "sqlite", "--session-id", "b", "hello")
                            .exit())
                    .isZero();

            assertThat(program()
                            .run("doctor", "--session-backend", "sqlite", "--offline", "--full")
                            .out())
                    .contains(
                            home.resolve(".zavora/sessions.db") + ": 2 sessions, 6 events", "of log", "1 mark of use");
            chat.write("/exit\r");
            chat.finish();
        }
    }

    @Test
    void aLinkToNothingIsSaidToBeOne() throws Exception {
        var file = Files.createDirectories(home.resolve(".zavora")).resolve("sessions.db");
        Files.createSymbolicLink(file, home.resolve("away/sessions.db"));

        var doctor = unchanged("doctor", "--offline", "--session-backend", "sqlite");

        assertThat(doctor.exit()).isEqualTo(11);
        assertThat(doctor.out()).contains("behind a symbolic link to what is not there", "Bring back what it leads to");
        for (var command :
                List.of("sessions list", "ask hello", "migrate", "sessions backup b.db", "doctor --repair")) {
            var run = program().shell("\"$ZAVORA\" --session-backend sqlite " + command);
            failsInText(run, 11, "SESSION");
            assertThat(run.err())
                    .contains("is a symbolic link to " + home.resolve("away/sessions.db") + ", which is not there")
                    .doesNotContain("ermissions");
        }
        assertThat(home.resolve("away")).doesNotExist();
    }

    /** As where the volume that holds the sessions is not mounted. */
    @Test
    void aFolderThatIsALinkToNothingIsNotTakenForNoSessions() throws Exception {
        Files.createSymbolicLink(home.resolve(".zavora"), home.resolve("away"));

        // what is configured there is out of reach, too
        for (var command : List.of("sessions list", "ask hello", "profiles show")) {
            var run = program().shell("\"$ZAVORA\" --session-backend sqlite " + command);
            failsInText(run, 42, "INPUT");
            assertThat(run.err()).contains("config.toml is out of reach", ".zavora is a symbolic link");
        }
        Files.writeString(home.resolve("other.toml"), "");
        var elsewhere = program().with("ZAVORA_CONFIG", "other.toml").with("ZAVORA_SESSION_BACKEND", "sqlite");
        for (var command :
                List.of("sessions list", "sessions search x", "sessions prune --dry-run", "ask hello", "migrate")) {
            var run = elsewhere.run(command.split(" "));
            failsInText(run, 11, "SESSION");
            assertThat(run.err()).contains(".zavora is a symbolic link to " + home.resolve("away"));
        }
        assertThat(elsewhere.run("doctor", "--offline").out()).contains("behind a symbolic link to what is not there");
        assertThat(home.resolve("away")).doesNotExist();
    }
}

package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in a folder that may not be looked into may be there: nothing is said of it but that. */
final class OutOfReachTest extends ProgramTest {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int NOBODY = 65534;

    private Path closed;

    @BeforeEach
    void oneSessionInAClosedFolder() throws Exception {
        closed = home.resolve("closed");
        var database = closed.resolve("db/s.db");
        var kept = program().with("ZAVORA_SESSION_DB_URL", "sqlite://" + database);
        assertThat(kept.run("ask", "--session-backend", "sqlite", "first").exit())
                .isZero();
        Files.writeString(closed.resolve("session.json"), "{}");
        Files.writeString(closed.resolve("m.gguf"), "GGUF");
        Files.createSymbolicLink(home.resolve("link.db"), database);
        if (ROOT) {
            program().shell("chown -R " + NOBODY + ":" + NOBODY + " .");
        }
        permit("---------");
    }

    @AfterEach
    void open() throws Exception {
        permit("rwx------");
    }

    private void permit(String permissions) throws Exception {
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString(permissions));
    }

    /** Not as root, who may look into everything. */
    private Launcher user(String database) {
        var program = program()
                .with("ZAVORA_TELEMETRY_ENABLED", "false")
                .with("ZAVORA_SESSION_BACKEND", "sqlite")
                .with("ZAVORA_SESSION_DB_URL", "sqlite://" + home.resolve(database));
        return ROOT ? program.withUser(NOBODY) : program;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions list",
                "sessions list --json",
                "sessions show --session-id s",
                "sessions search first",
                "sessions prune --keep 1 --dry-run",
                "sessions prune --keep 1 --force",
                "sessions delete --force",
                "sessions backup b.db",
                "migrate",
                "doctor --repair"
            })
    void aDatabaseThereIsNotTakenForNone(String command) throws Exception {
        for (var database : new String[] {"closed/db/s.db", "link.db"}) {
            var run = user(database).run(command.split(" "));

            assertThat(run.exit()).as("%s%s", run.out(), run.err()).isEqualTo(11);
            assertThat(run.out() + run.err()).contains("cannot be read").doesNotContain("\tat ");
        }
    }

    @Test
    void doctorFailsForIt() throws Exception {
        var run = user("closed/db/s.db").run("doctor");

        assertThat(run.exit()).as(run.out()).isEqualTo(11);
        assertThat(run.out()).contains("FAIL  database: ", "s.db: cannot be read");
    }

    @Test
    void aTurnSaysHowToGoOnWithoutIt() throws Exception {
        var run = user("closed/db/s.db").run("ask", "again");

        assertThat(run.exit()).as(run.err()).isEqualTo(11);
        assertThat(run.err()).contains("cannot be read", "--session-backend memory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions restore closed/db/s.db --force",
                "sessions import closed/session.json",
                "ask --provider local --model closed/m.gguf x"
            })
    void aFileThereCannotBeRead(String command) throws Exception {
        var run = user("here.db").run(command.split(" "));

        assertThat(run.exit()).as(run.err()).isNotZero();
        assertThat(run.err())
                .contains("cannot be read")
                .doesNotContain("does not exist", "There is no model file", "temporary");
    }
}

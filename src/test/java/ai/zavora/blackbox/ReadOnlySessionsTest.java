package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session database that its owner may not write to for a while. */
final class ReadOnlySessionsTest extends ProgramTest {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int NOBODY = 65534;

    private Path database;

    @BeforeEach
    void oneSession() throws Exception {
        database = home.resolve(".zavora/sessions.db");
        assertThat(program().run(ask("first")).exit()).isZero();
        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "backup", "backup.db")
                        .exit())
                .isZero();
        if (ROOT) {
            assertThat(program()
                            .shell("chown -R " + NOBODY + ":" + NOBODY + " .")
                            .exit())
                    .isZero();
        }
    }

    /** Not as root, who may write to everything. */
    private Launcher owner() {
        var program = program().with("ZAVORA_TELEMETRY_ENABLED", "false");
        return ROOT ? program.withUser(NOBODY) : program;
    }

    private static String[] ask(String prompt) {
        return new String[] {"ask", "--session-backend", "sqlite", prompt};
    }

    private void permit(Path what, String permissions) throws Exception {
        Files.setPosixFilePermissions(what, PosixFilePermissions.fromString(permissions));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask again",
                "sessions list",
                "sessions delete --force",
                "sessions restore backup.db",
                "sessions restore backup.db --force",
                "migrate"
            })
    void canBeWrittenToAgainAfterwards(String command) throws Exception {
        permit(database, "r--r--r--");
        var before = Files.readAllBytes(database);

        var meanwhile = owner().run(("--session-backend sqlite " + command).split(" "));

        assertThat(meanwhile.err()).doesNotContain("\tat ", "failed");
        assertThat(database).hasBinaryContent(before);
        assertThat(Path.of(database + "-shm")).doesNotExist();
        permit(database, "rw-------");
        var afterwards = owner().run(ask("second"));
        assertThat(afterwards.exit()).as(afterwards.err()).isZero();
    }

    /** A log that a killed server left, with the database on a volume that may only be read. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatALogHoldsIsReadToo(boolean linked) throws Exception {
        var volume = Files.createDirectories(home.resolve("volume"));
        try (var server = ServedAgent.start(program().with("ZAVORA_SESSION_BACKEND", "sqlite"))) {
            assertThat(server.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"in-log\"}")
                            .status())
                    .isEqualTo(200);
            for (var name : List.of("sessions.db", "sessions.db-wal")) {
                Files.copy(database.resolveSibling(name), volume.resolve(name));
            }
        }
        Files.delete(database);
        if (linked) {
            Files.createSymbolicLink(database, volume.resolve("sessions.db"));
        } else {
            database = volume.resolve("sessions.db");
        }
        program().shell("chmod -R a+rX . && chmod -R a-w volume");

        var temporary = Files.createDirectory(home.resolve("temporary"));
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxrwxrwx"));
        var listed = owner().with("ZAVORA_JAVA_OPTS", "-Djava.io.tmpdir=" + temporary)
                .run("--session-backend", "sqlite", "--session-db-url", "sqlite://" + database, "sessions", "list");

        assertThat(listed.exit()).as(listed.err()).isZero();
        assertThat(listed.out()).contains("in-log");
        program().shell("chmod -R u+w volume");
    }

    @Test
    void whatIsUpToDateNeedsNoMigration() throws Exception {
        permit(database, "r--r--r--");

        assertThat(owner().run("--session-backend", "sqlite", "migrate").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {".zavora/sessions.db", ".zavora"})
    void doctorSaysSo(String place) throws Exception {
        permit(home.resolve(place), "r-xr-xr-x");

        var run = owner().run("--session-backend", "sqlite", "doctor");

        assertThat(run.exit()).as(run.out()).isEqualTo(11);
        assertThat(run.out()).contains("FAIL  database: ").contains("cannot be written to");
        permit(home.resolve(place), "rwx------");
        assertThat(owner().run("--session-backend", "sqlite", "doctor").exit()).isZero();
    }
}

package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
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
        AskedBefore.at(database, "default-session", "first");
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

    /** As with a service that is kept out of the homes, and has its key in the environment. */
    private Launcher withoutHome() {
        return user("here.db").with("HOME", closed.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"doctor --json", "doctor --json --probe", "doctor --json --provider openai"})
    void doctorNeedsNoHomeForAKeyOfTheEnvironment(String command) throws Exception {
        var run = withoutHome().run(command.split(" "));

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(found(run, "model").string("status")).contains("ok");
        assertThat(found(run, "openai key").string("status")).contains("ok");
        assertThat(found(run, "kept keys").string("status")).contains("warn");
        assertThat(found(run, "openai probe").string("status"))
                .isEqualTo(command.contains("--probe") ? Optional.of("ok") : Optional.empty());
    }

    @Test
    void doctorNeedsNoCredentialsFileForAKeyOfTheEnvironment() throws Exception {
        permit("rwx------");
        var folder = Files.createDirectories(home.resolve(".zavora"));
        var file = Files.writeString(folder.resolve("credentials.json"), "{}");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));

        var run = user("here.db").run("doctor", "--json");

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(found(run, "model").string("status")).contains("ok");
        assertThat(found(run, "kept keys").string("seen").orElseThrow()).contains("credentials.json cannot be read");
        assertThat(found(run, "credentials").string("status")).contains("ok");
    }

    @Test
    void doctorFailsWhereTheKeyMayBeInTheHome() throws Exception {
        var run = withoutHome().run("doctor", "--json", "--provider", "anthropic");

        assertThat(run.exit()).as(run.out()).isEqualTo(42);
        assertThat(found(run, "model").string("seen").orElseThrow()).contains("credentials.json cannot be read");
        assertThat(found(run, "model").string("status")).contains("fail");
    }

    @Test
    void doctorFailsForLocalModelsOutOfReach() throws Exception {
        var run = withoutHome().run("doctor", "--json", "--provider", "local");

        assertThat(run.exit()).as(run.out()).isEqualTo(42);
        assertThat(found(run, "model").string("seen").orElseThrow()).contains("models cannot be read");
    }

    private static JsonValue.Obj found(Finished run, String name) throws Exception {
        return Json.parseObject(run.out()).array("findings").stream()
                .map(JsonValue.Obj.class::cast)
                .filter(finding -> finding.string("name").equals(Optional.of(name)))
                .findFirst()
                .orElse(JsonValue.Obj.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"models --json", "models --json --provider openai", "models --json --provider ollama"})
    void modelsListsWhatItCan(String command) throws Exception {
        var run = withoutHome().run(command.split(" "));

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("Warning: ", "models cannot be read", "credentials.json cannot be read");
        var shown = Json.parseObject(run.out());
        assertThat(shown.array("providers")).hasSizeGreaterThan(4);
        for (var each : shown.array("providers")) {
            var provider = (JsonValue.Obj) each;
            var id = provider.string("id").orElseThrow();
            var expected =
                    switch (id) {
                        case "openai" -> "set";
                        case "ollama", "local" -> "not_needed";
                        default -> "unknown";
                    };
            assertThat(provider.string("credential")).as(id).contains(expected);
        }
        assertThat(shown.object("worker").orElseThrow().string("provider"))
                .contains(command.contains("ollama") ? "ollama" : "openai");
        assertThat(withoutHome().run("models").out()).contains("key from OPENAI_API_KEY", "no key can be read, set ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models --provider local",
                "models --json --planner-provider local",
                "models list",
                "ask --provider local x"
            })
    void localModelsThatAreAskedForCannotBeRead(String command) throws Exception {
        var run = withoutHome().run(command.split(" "));

        assertThat(run.exit()).as(run.out()).isEqualTo(42);
        assertThat(run.out() + run.err()).contains("models cannot be read").doesNotContain("\tat ");
    }
}

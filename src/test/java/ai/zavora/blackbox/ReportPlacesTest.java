package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report never takes the place of conversations. */
final class ReportPlacesTest extends ProgramTest {
    private static final List<String> REPORTS =
            List.of("telemetry report --html", "eval run --output", "perf report --html");

    private Path database;

    @BeforeEach
    void oneSession() throws Exception {
        database = home.resolve(".zavora/sessions.db");
        assertThat(program().run("ask", "--session-backend", "sqlite", "first").exit())
                .isZero();
        Files.createSymbolicLink(home.resolve("link.html"), database);
        Files.createLink(home.resolve("hard.html"), database);
    }

    private void isRefused(String report, String place) throws Exception {
        var run = program().run((report + " " + place).split(" "));

        assertThat(run.exit()).as("%s %s: %s", report, place, run.out()).isEqualTo(42);
        assertThat(run.err()).contains("the session database itself", "Hint: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {".zavora/sessions.db", "link.html", "hard.html"})
    void itIsNotWrittenOverTheSessionDatabase(String place) throws Exception {
        var before = Files.readAllBytes(database);
        for (var report : REPORTS) {
            isRefused(report, place);
        }
        assertThat(database).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm", "-journal"})
    void norWhereItWouldBelongToIt(String ending) throws Exception {
        for (var report : REPORTS) {
            isRefused(report, ".zavora/sessions.db" + ending);
        }
        assertThat(Path.of(database + ending)).doesNotExist();
        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "list")
                        .out())
                .contains("default-session");
    }

    @Test
    void norWhereADatabaseIsToBeMade() throws Exception {
        var run = program()
                .with("ZAVORA_SESSION_DB_URL", "sqlite://later.db")
                .run("telemetry", "report", "--html", "later.db");

        assertThat(run.exit()).as(run.out()).isEqualTo(42);
        assertThat(home.resolve("later.db")).doesNotExist();
    }

    @Test
    void besideItIsRoom() throws Exception {
        var run = program().run("telemetry", "report", "--html", ".zavora/sessions.db.html");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(home.resolve(".zavora/sessions.db.html")).content().startsWith("<!DOCTYPE html>");
    }
}

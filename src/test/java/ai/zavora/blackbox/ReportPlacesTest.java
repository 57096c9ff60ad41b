package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A report never takes the place of conversations, nor of other files that are no report. */
final class ReportPlacesTest extends ProgramTest {
    private static final List<String> REPORTS =
            List.of("telemetry report --html", "eval run --output", "perf report --html");

    private static final Map<String, String> OTHERS = Map.of(
            ".zavora/credentials.json", "{\"keys\":{}}",
            ".zavora/config.toml", "[profiles.default]\n",
            "comment.html", "<!-- mine --><html>");

    private Path database;

    @BeforeEach
    void oneSession() throws Exception {
        database = home.resolve(".zavora/sessions.db");
        AskedBefore.in(home, "default-session", "first");
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

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".zavora/credentials.json",
                ".zavora/config.toml",
                "backup.db",
                "notes.txt",
                "text.html",
                "comment.html",
                "to-keys.html"
            })
    void norOfAFileThatIsNoPage(String place) throws Exception {
        var file = home.resolve(place);
        if (place.equals("backup.db")) {
            assertThat(program()
                            .run("--session-backend", "sqlite", "sessions", "backup", place)
                            .exit())
                    .isZero();
        } else if (place.startsWith("to-")) {
            Files.writeString(home.resolve("keys.json"), "{\"keys\":{}}");
            Files.createSymbolicLink(file, Path.of("keys.json"));
        } else {
            Files.writeString(file, OTHERS.getOrDefault(place, "keep <!DOCTYPE html> me\n"));
        }
        var before = Files.readAllBytes(file);
        perfHistory();
        for (var report : List.of("telemetry report --html ", "perf report --html ")) {
            var run = program().run((report + place).split(" "));

            failsInText(run, 42, "INPUT");
            assertThat(run.err()).contains("is no page", "Name another file");
        }
        assertThat(file).hasBinaryContent(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!doctype HTML><p>",
                "<HTML lang=en>",
                " \n\t<!DocType html>",
                "\ufeff<html>",
                "\ufeff\n<html>",
                ""
            })
    void aPageIsReplaced(String page) throws Exception {
        perfHistory();
        for (var report : List.of("telemetry report --html ", "perf report --html ")) {
            var file = Files.writeString(home.resolve("page.html"), page);

            var run = program().run((report + "page.html").split(" "));

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(file).content().startsWith("<!DOCTYPE html>").contains("</html>");
        }
    }

    private void perfHistory() throws Exception {
        var history = Files.createDirectories(home.resolve(".zavora/perf")).resolve("history.jsonl");
        Files.writeString(history, """
                {"generated_at":"2026-01-01T00:00:00+00:00","suite":"check","commit":"c","version":"1.0.0",\
                "machine":"this","figures":{"p95_ms":10}}
                """);
    }

    @Test
    void anEvaluationReplacesNothingButAReport() throws Exception {
        for (var other : List.of(
                "[1]",
                "<html>",
                "provider = 1",
                "SQLite format 3\0",
                " ",
                "{\"keys\":{}}",
                "{\"schema_version\":\"zavora.other\"}")) {
            var file = Files.writeString(home.resolve("other"), other);

            var run = program().run("eval", "run", "--output", "other");

            failsInText(run, 42, "INPUT");
            assertThat(run.err()).contains("is no report", "Name another file");
            assertThat(file).hasContent(other);
        }
        assertThat(program().run("eval", "run", "--output", "own.json").exit()).isZero();
        var own = Files.readString(home.resolve("own.json"));
        for (var report : List.of("", "\ufeff {}", "{\"generated_at_unix_ms\":1}", own, Json.write(Json.parse(own)))) {
            var file = Files.writeString(home.resolve("report.json"), report);

            var run = program().run("eval", "run", "--output", "report.json");

            assertThat(run.exit()).as(run.err()).isZero();
            assertThat(Json.parseObject(Files.readString(file)).string("dataset_name"))
                    .isPresent();
        }
    }
}

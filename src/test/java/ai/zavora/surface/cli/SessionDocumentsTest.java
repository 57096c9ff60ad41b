package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.DriverManager;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is exported, and what is imported of it. */
final class SessionDocumentsTest extends SessionsFixture {

    @Test
    void exportsAndImportsWithoutLoss() throws IOException {
        sessions(1);
        var key = new SessionKey(APP, USER, "s1");
        List<Event> before;
        try (var store = store()) {
            before = store.events(key, 0, 100);
        }
        var file = folder.resolve("s1.json");
        Files.writeString(file, run("sessions", "export", "s1").out());

        assertThat(run("sessions", "import", file.toString()).exitCode()).isEqualTo(11);
        run("sessions", "delete", "--session-id", "s1", "--force");
        var imported = run("sessions", "import", file.toString());
        assertThat(imported.exitCode()).as(imported.err()).isZero();
        try (var store = store()) {
            assertThat(store.events(key, 0, 100)).isEqualTo(before);
        }
        assertThat(run("sessions", "export", "s1").out()).isEqualTo(Files.readString(file));
        assertThat(run("sessions", "import", file.toString(), "--as", "copy").out())
                .contains("copy", "7 events");
    }

    @Test
    void refusesWhatIsNoExport() throws IOException {
        sessions(1);
        var good = run("sessions", "export", "s1").out();
        var file = folder.resolve("bad.json");
        for (var bad : List.of(
                "",
                "[]",
                "{}",
                good.substring(0, good.length() / 2),
                good.replace("zavora.session.v1", "zavora.session.v9"),
                good.replace("\"seq\":3", "\"seq\":4"),
                good.replace("\"events\":7", "\"events\":8"),
                good.replace("user_message.v1", "user_message.v7"),
                good.replaceFirst("\"at_unix_ns\":\\d+", "\"at_unix_ns\":-9223372036854775808"),
                good.replaceFirst("\"updated_at\":\"[^\"]+", "\"updated_at\":\"2300-01-01T00:00:00Z"),
                good.replaceFirst("\"created_at\":\"[^\"]+", "\"created_at\":\"-999999999-01-01T00:00:00Z"))) {
            Files.writeString(file, bad);
            var run = run("sessions", "import", file.toString(), "--as", "bad");
            assertThat(run.exitCode()).as(bad).isEqualTo(42);
            assertThat(run.err()).contains("no exported session");
        }
        assertThat(run("sessions", "import", "missing.json").exitCode()).isEqualTo(42);
        assertThat(run("sessions", "import", folder.toString()).exitCode()).isEqualTo(42);
        assertThat(run("sessions", "list").out()).doesNotContain("bad");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "turn":"turn" | "turn":" " | event 1 belongs to no turn
                    "parts":[{"part":"text","text":"question 1"}] | "parts":[] | event 1 is a message without parts
                    question 1 | half \\ud83d pair | half a surrogate pair, before the end of the first event
                    "id":"EVENT 2" | "id":"EVENT 1" | event 2 has the id of an earlier one
                    "type":"user_message.v1" | "type":"user_message.v7" | event 1: The session holds an entry""")
    void saysWhichEventOfAnImportIsWrong(String right, String wrong, String reason) throws IOException {
        sessions(1);
        var good = run("sessions", "export", "s1").out();
        for (var seq = 1; seq <= 2; seq++) {
            good = good.replaceFirst("(\"seq\":" + seq + ",\"id\":\")[^\"]+", "$1EVENT " + seq);
        }
        var file = Files.writeString(
                folder.resolve("bad.json"), good.replaceFirst(Pattern.quote(right), Matcher.quoteReplacement(wrong)));

        var run = run("sessions", "import", file.toString(), "--as", "bad");

        assertThat(run.exitCode()).isEqualTo(42);
        assertThat(run.err()).contains(reason);
        assertThat(run("sessions", "list").out()).doesNotContain("bad");
    }

    /** An older version kept what a provider that errs had counted. */
    @Test
    void anImportTakesFewerThanNoTokensForNone() throws IOException {
        sessions(1);
        var good = run("sessions", "export", "s1").out();
        var file = Files.writeString(
                folder.resolve("fewer.json"), good.replaceFirst("\"input_tokens\":0", "\"input_tokens\":-1"));
        assertThat(file).content().contains("\"input_tokens\":-1");

        assertThat(run("sessions", "import", file.toString(), "--as", "s2").exitCode())
                .isZero();
        assertThat(run("sessions", "export", "s2").out().replace("\"s2\"", "\"s1\""))
                .isEqualTo(good);
    }

    /** As other programs sort members, events come before the session they belong to. */
    @Test
    void importsMembersInAnyOrder() throws Exception {
        sessions(1);
        var good = Json.parseObject(run("sessions", "export", "s1").out());
        var turned = JsonValue.object()
                .put("events", good.get("events").orElseThrow())
                .put("more", 1)
                .put("session", good.get("session").orElseThrow())
                .put("schema_version", good.get("schema_version").orElseThrow())
                .build();
        var file = Files.writeString(folder.resolve("turned.json"), Json.writePretty(turned));

        var run = run("sessions", "import", file.toString(), "--as", "turned");

        assertThat(run.out()).as(run.err()).contains("turned", "7 events");
    }

    @Test
    void aDocumentOfADamagedSessionIsWholeJson() throws Exception {
        sessions(1);
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                var statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE journal_event SET entry = '{\"x\":1}' WHERE key & 4294967295 = 5");
        }
        for (var line : List.of(
                List.of("sessions", "export", "s1", "-o", "json"),
                List.of("sessions", "export", "s1", "-o", "stream-json"),
                List.of("sessions", "export", "s1"),
                List.of("sessions", "show", "--session-id", "s1", "--json"),
                List.of("sessions", "show", "--session-id", "s1", "-o", "stream-json"))) {
            var run = run(line.toArray(String[]::new));

            assertThat(run.exitCode()).as(line.toString()).isEqualTo(11);
            var error = Json.parseObject(run.out()).object("error").orElseThrow();
            assertThat(error.string("category")).contains("SESSION");
            assertThat(error.integer("exit_code")).hasValue(11);
            assertThat(run.err()).contains("[SESSION] ");
        }
    }

    @Test
    void exportsMarkdown() {
        sessions(1);
        assertThat(run("sessions", "export", "s1", "--format", "markdown").out())
                .startsWith("# Session s1\n")
                .contains("## 1. user,", "\n> question 1\n", "```\n[call] clock {\"zone\":\"UTC\"}\n```");
    }
}

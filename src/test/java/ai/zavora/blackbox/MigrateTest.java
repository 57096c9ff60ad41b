package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.testing.LegacySessions;
import ai.zavora.testing.Reply;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From a database of the earlier Rust version to a conversation that goes on. */
final class MigrateTest extends ProgramTest {

    private Path file;

    @BeforeEach
    void writeOldSessions() throws Exception {
        file = Files.createDirectories(home.resolve(".zavora")).resolve("sessions.db");
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{\"mood\":\"good\"}")
                    .event("user", "user", "01", "{\"text\":\"Remember 42\"}")
                    .event("assistant", "model", "02", "{\"name\":\"note\",\"args\":{\"n\":42},\"id\":\"c1\"}")
                    .event(
                            "assistant",
                            "function",
                            "03",
                            "{\"functionResponse\":{\"name\":\"note\",\"response\":{\"ok\":true}},\"id\":\"c1\"}")
                    .event("assistant", "model", "04", "{\"text\":\"Noted.\"}");
        }
    }

    private String[] words(String... command) {
        var words = new String[command.length + 6];
        System.arraycopy(
                new String[] {"--session-backend", "sqlite", "--app-name", "app", "--user-id", "u"}, 0, words, 0, 6);
        System.arraycopy(command, 0, words, 6, command.length);
        return words;
    }

    /** As a process of the earlier version does between its turns: without a lock, which SQLite would tell of. */
    @Test
    void whatAnIdleProcessHasOpenIsLeftToIt() throws Exception {
        var bytes = Files.readAllBytes(file);
        try (var old = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            try (var statement = old.createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM events")) {
                assertThat(rows.next()).isTrue();
            }
            var refused = program().run(words("migrate"));

            failsInText(refused, 11, "SESSION");
            assertThat(refused.err())
                    .contains(
                            "is in use by process " + ProcessHandle.current().pid() + "; it was left as it is.",
                            "End the program that uses it");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
        }
        var imported = program().run(words("migrate"));
        assertThat(imported.exit()).as(imported.err()).isZero();
    }

    @Test
    void aRepairLeavesItToTheImport() throws Exception {
        var bytes = Files.readAllBytes(file);

        var repair = program().run(words("doctor", "--repair"));

        assertThat(repair.exit()).isEqualTo(11);
        assertThat(repair.out() + repair.err())
                .contains("zavora-cli --session-backend sqlite migrate")
                .doesNotContain("Saved");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(file);
        }
    }

    @Test
    void whoeverWouldReplaceItIsToldWhatItIs() throws Exception {
        var bytes = Files.readAllBytes(file);
        AskedBefore.at(home.resolve("other.db"), "s1", "hello");
        var backup = program().run(words("--session-db-url", "sqlite://other.db", "sessions", "backup", "backup.db"));
        assertThat(backup.exit()).as(backup.err()).isZero();

        var restore = program().run(words("sessions", "restore", "backup.db"));

        assertThat(restore.exit()).isEqualTo(42);
        assertThat(restore.err())
                .contains(
                        "which holds sessions of the earlier Rust version",
                        "zavora-cli --session-backend sqlite migrate",
                        "--force",
                        "sessions.db.before-restore")
                .doesNotContain("cannot be read");
        assertThat(file).hasBinaryContent(bytes);
    }

    @Test
    void oneInANewerFormatIsSaidToBeSoByEveryCommand() throws Exception {
        change(file, "INSERT INTO _adk_session_migrations VALUES (2, 'more', '2026-01-01T00:00:00+00:00')");
        var bytes = Files.readAllBytes(file);

        for (var command : new String[][] {
            {"doctor", "--offline"},
            {"doctor", "--repair"},
            {"migrate"},
            {"sessions", "list"},
            {"sessions", "backup", "copy.db"},
            {"ask", "Which number?"}
        }) {
            var run = program().run(words(command));
            assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(11);
            assertThat(run.out() + run.err())
                    .contains("format 2, newer than", "Go on with it in the program that wrote it, update zavora-cli")
                    .doesNotContain("sqlite migrate", "--repair");
        }
        assertThat(file).hasBinaryContent(bytes);
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("sessions.db") && !name.equals("sessions.db"));
        }
    }

    /** As when the file was not copied to its end: with the events the keys are gone that would tell of them. */
    @Test
    void aRepairSaysThatMoreMayBeLostThanItCanTell() throws Exception {
        Files.delete(file);
        try (var old = LegacySessions.create(file)) {
            old.inOneTransaction();
            old.session("u", "s", "{}");
            for (var i = 0; i < 300; i++) {
                old.event("user", "user", "05", "{\"text\":\"" + "x".repeat(200) + "\"}");
            }
        }
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(channel.size() / 2);
        }

        var inText = program().run(words("doctor", "--repair"));
        assertThat(inText.exit()).as(inText.err()).isZero();
        assertThat(inText.out()).contains("Lost: at least ", "More may be lost than is told here");
        var inJson = program().run(words("doctor", "--repair", "--json"));
        assertThat(Json.parseObject(inJson.out()).bool("more_may_be_lost")).contains(true);
    }

    @Test
    void whatIsLeftOfADamagedOneIsSavedAndTheConversationGoesOn() throws Exception {
        var bytes = Files.readAllBytes(file);
        // the page of the first index; the list of tables before it is whole
        Arrays.fill(bytes, 2 * 4096, 3 * 4096, (byte) 0x5a);
        Files.write(file, bytes);

        for (var command : new String[][] {{"migrate"}, {"doctor"}}) {
            var run = program().run(words(command));
            assertThat(run.exit()).isEqualTo(11);
            assertThat(run.out() + run.err())
                    .contains("earlier Rust version", "damaged", "zavora-cli --session-backend sqlite doctor --repair");
        }
        var repair = program().run(words("doctor", "--repair"));
        assertThat(repair.exit()).as(repair.err()).isZero();
        assertThat(repair.out()).contains("Saved 1 session with 4 events", "Nothing is known to be lost.");
        assertThat(file).hasBinaryContent(bytes);

        var restored = program().run(words("sessions", "restore", file + ".repaired", "--force"));
        assertThat(restored.exit()).as(restored.err()).isZero();
        server.reply(Reply.text("It was 42."));
        var asked = program().run(words("ask", "--session-id", "s", "Which number?"));
        assertThat(asked.out()).as(asked.err()).isEqualTo("It was 42.\n");
        assertThat(server.lastRequest().said())
                .startsWith("user: Remember 42")
                .endsWith("assistant: Noted.", "user: Which number?");
    }

    @Test
    void whatCouldNotBeReadIsShownAndFoundAsText() throws Exception {
        try (var old = LegacySessions.createWithoutRegistry(file)) {
            old.execute("UPDATE events SET llm_response = '{\"content\": precious words' WHERE id = 'event-4'");
        }
        var migrated = program().run(words("migrate"));
        assertThat(migrated.out()).as(migrated.err()).contains("could not be read in full");

        assertThat(program().run(words("sessions", "show", "--session-id", "s")).out())
                .contains("precious words");
        assertThat(program().run(words("sessions", "search", "precious words")).out())
                .contains("precious words");
    }

    @Test
    void whatModelsAreNotShownIsFoundToo() throws Exception {
        Files.delete(file);
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}")
                    .event("user", "user", "01", "{\"text\":\"one\"}")
                    .event(
                            "assistant",
                            "model",
                            "02",
                            "{\"server_tool_call\":{\"query\":\"tide tables\"}},"
                                    + "{\"server_tool_response\":[{\"title\":\"high water\"}]},{\"text\":\"At noon.\"}");
            old.execute("UPDATE events SET llm_response ="
                    + " json_set(llm_response, '$.error_message', 'stream fell dry') WHERE author = 'assistant'");
        }
        assertThat(program().run(words("migrate")).exit()).isZero();

        for (var said : List.of("tide tables", "high water", "fell dry", "at noon")) {
            assertThat(program().run(words("sessions", "search", said)).out())
                    .as(said)
                    .containsIgnoringCase(said);
        }
    }

    @Test
    void whatWasSaidBesideASummaryIsShown() throws Exception {
        Files.delete(file);
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}").event("user", "user", "01", "{\"text\":\"one\"}");
            old.compaction("05", "02", "all of it", "besides, the door is green");
            old.compaction("06", "03", "all of that", "all of that");
        }
        assertThat(program().run(words("migrate")).exit()).isZero();

        var shown =
                program().run(words("sessions", "show", "--session-id", "s")).out();

        assertThat(shown).containsOnlyOnce("besides, the door is green").containsOnlyOnce("all of it");
        assertThat(shown).containsOnlyOnce("all of that");
        assertThat(program().run(words("sessions", "search", "door is green")).out())
                .contains("door is green");
    }

    @Test
    void tokensThatWereCountedBeforeAreInTheUsageOfTheSession() throws Exception {
        try (var old = LegacySessions.createWithoutRegistry(file)) {
            old.execute(
                    "UPDATE events SET llm_response = json_set(llm_response, '$.usage_metadata', json(?))"
                            + " WHERE id IN ('event-2', 'event-4')",
                    "{\"prompt_token_count\":1000,\"candidates_token_count\":70,\"total_token_count\":1070,"
                            + "\"cache_read_input_token_count\":400,\"thinking_token_count\":20}");
        }
        assertThat(program().run(words("migrate")).exit()).isZero();

        var chat = program().withInput("/usage\n/exit\n").run(words("chat", "--session-id", "s"));

        assertThat(chat.out() + chat.err())
                .containsPattern("Input +1,200\\b")
                .containsPattern("Cached input +800\\b")
                .containsPattern("Output +100\\b")
                .containsPattern("Reasoning +40\\b")
                .containsPattern("Total +2,140\\b");
    }

    /** Whether the import was cut off before it was done or behind that. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatAKilledImportLeftIsListedUntilAnotherRemovesIt(boolean done) throws Exception {
        if (done) {
            assertThat(program().run(words("migrate")).exit()).isZero();
        }
        var left = List.of(".migrating", ".migrating-wal", ".migrating.source", ".migrating.lock");
        for (var ending : left) {
            Files.writeString(file.resolveSibling("sessions.db" + ending), "");
        }
        var link = Files.createSymbolicLink(home.resolve("link.db"), file);
        var throughLink = program()
                .run("--session-backend", "sqlite", "--session-db-url", "sqlite://" + link, "doctor", "--offline");
        var listed = program().run(words("doctor", "--offline"));
        for (var run : List.of(listed, throughLink)) {
            assertThat(run.out())
                    .contains("warn  import: an import that was cut off left", "migrate', which removes them");
            for (var ending : left) {
                assertThat(run.out()).contains(file + ending);
            }
        }
        try (var _ = FileChannel.open(file.resolveSibling("sessions.db.migrating.lock"))) {
            assertThat(program().run(words("doctor", "--offline")).out()).doesNotContain("cut off");
        }

        var migrated = program().run(words("migrate"));

        assertThat(migrated.exit()).as(migrated.err()).isZero();
        assertThat(program().run(words("doctor", "--offline")).out()).doesNotContain("cut off");
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("migrating"));
        }
        assertThat(program().run(words("sessions", "list")).out()).contains("- s (updated: ");
    }

    /** As where somebody moved the original of an earlier import to another disk, which is not there now. */
    @Test
    void aLinkToNothingInThePlaceOfAnOriginalIsLeftAlone() throws Exception {
        var bytes = Files.readAllBytes(file);
        var link = home.resolve(".zavora/sessions.db.legacy");
        Files.createSymbolicLink(link, home.resolve("elsewhere"));

        var migrated = program().run(words("migrate"));

        assertThat(migrated.exit()).as(migrated.err()).isZero();
        assertThat(link).isSymbolicLink();
        assertThat(Files.readAllBytes(home.resolve(".zavora/sessions.db.legacy.2")))
                .isEqualTo(bytes);
    }

    @Test
    void theConversationGoesOn() throws Exception {
        var bytes = Files.readAllBytes(file);

        var before = program().run(words("sessions", "list"));
        failsInText(before, 11, "SESSION");
        assertThat(before.err()).contains("zavora-cli --session-backend sqlite migrate");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);

        var migrated = program().run(words("migrate"));
        assertThat(migrated.exit()).as(migrated.err()).isZero();
        assertThat(migrated.out()).contains("Imported 1 session with 4 events", "call 1", "result 1", "text 2");
        assertThat(Files.readAllBytes(home.resolve(".zavora/sessions.db.legacy")))
                .isEqualTo(bytes);

        assertThat(program().run(words("migrate")).out()).contains("Nothing to migrate");
        assertThat(program().run(words("sessions", "list")).out()).contains("- s (updated: ");

        server.reply(Reply.text("It was 42."));
        var asked = program().run(words("ask", "--session-id", "s", "Which number?"));

        assertThat(asked.out()).as(asked.err()).isEqualTo("It was 42.\n");
        var said = server.lastRequest().said();
        assertThat(said).startsWith("user: Remember 42").endsWith("assistant: Noted.", "user: Which number?");
        assertThat(said).anyMatch(line -> line.startsWith("tool: ") && line.contains("ok"));
    }
}

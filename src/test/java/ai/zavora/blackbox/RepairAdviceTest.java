package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that a repair advises puts the new database in the place of the damaged one, whatever is configured. */
final class RepairAdviceTest extends ProgramTest {
    private static final String OTHER = "it's other/other.db";

    private static final String PLAIN_URL = "sqlite://plain.db";

    private byte[] configured = {};

    @BeforeEach
    void twoDatabases() throws Exception {
        Files.createDirectories(home.resolve(".zavora"));
        Files.writeString(home.resolve(".zavora/config.toml"), """
                [profiles.default]
                session_backend = "sqlite"
                [profiles.more]
                session_backend = "sqlite"
                session_db_url = "sqlite://%s"
                """.formatted(OTHER));
        Files.writeString(home.resolve("another.toml"), """
                [profiles.default]
                session_backend = "sqlite"
                session_db_url = "sqlite://%s"
                """.formatted(OTHER));
        AskedBefore.at(home.resolve(".zavora/sessions.db"), "default-session", "hello");
        AskedBefore.at(home.resolve(OTHER), "default-session", "hello");
        flaw(home.resolve(OTHER));
        flaw(home.resolve(".zavora/sessions.db"));
        configured = Files.readAllBytes(home.resolve(".zavora/sessions.db"));
    }

    /** The command behind the advice of a repair. */
    private String advised(Launcher program, String... options) throws InterruptedException {
        var words = new ArrayList<>(List.of(options));
        words.addAll(List.of("doctor", "--repair"));
        var run = program.run(words.toArray(String[]::new));
        assertThat(run.exit()).as(run.err()).isZero();
        return run.out()
                .substring(run.out().indexOf("To use the new one: ") + 20)
                .strip();
    }

    private void restores(String command) throws InterruptedException, IOException {
        var restored = program().onPath().shell(command);

        assertThat(restored.exit()).as(command + "\n" + restored.err()).isZero();
        assertThat(home.resolve(OTHER + ".before-restore")).exists();
        assertThat(isConfiguredUntouched()).isTrue();
    }

    private boolean isConfiguredUntouched() throws IOException {
        return Arrays.equals(Files.readAllBytes(home.resolve(".zavora/sessions.db")), configured);
    }

    @ParameterizedTest
    @CsvSource({"--session-db-url, sqlite://it's other/other.db", "--profile, more", "--config-path, another.toml"})
    void aDatabaseNamedByAnOption(String option, String value) throws Exception {
        restores(advised(program(), "--session-backend", "sqlite", "--show-sensitive-config", option, value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"host", "token"})
    void aDatabaseWhoseMarksOfUseCannotBeRead(String column) throws Exception {
        change(home.resolve(OTHER), "ALTER TABLE journal_lease RENAME COLUMN " + column + " TO another");
        var doctor = program()
                .run("--session-backend", "sqlite", "--session-db-url", "sqlite://" + OTHER, "doctor", "--offline");
        assertThat(doctor.exit()).as(doctor.out()).isEqualTo(11);

        restores(advised(
                program(),
                "--session-backend",
                "sqlite",
                "--show-sensitive-config",
                "--session-db-url",
                "sqlite://" + OTHER));
    }

    @Test
    void aDatabaseNamedByAVariable() throws Exception {
        restores(advised(program()
                .with("ZAVORA_SESSION_DB_URL", "sqlite://" + OTHER)
                .with("ZAVORA_SHOW_SENSITIVE_CONFIG", "true")));
    }

    /** Nothing of it is to be saved, and nothing of it to be moved away. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE sessions (a)",
                "PRAGMA user_version = 3",
                "PRAGMA journal_mode = WAL",
                "PRAGMA application_id = 7",
                // as rows of ours look
                "CREATE TABLE journal (id INTEGER PRIMARY KEY, entry TEXT);"
                        + " INSERT INTO journal VALUES (4294967297, '{}'), (4294967298, '{}')"
            })
    void aDatabaseOfAnotherProgram(String change) throws Exception {
        change(
                home.resolve("plain.db"),
                "CREATE TABLE accounts (id INTEGER PRIMARY KEY, name TEXT, owner TEXT);"
                        + " WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                        + " INSERT INTO accounts SELECT i, 'name', 'owner' FROM n; "
                        + change);
        var bytes = Files.readAllBytes(home.resolve("plain.db"));

        for (var command : List.of("doctor --repair", "sessions list", "migrate")) {
            assertThat(hint(command.split(" ")))
                    .contains("plain.db belongs to another program; it was left as it is", "another --session-db-url")
                    .doesNotContain("move the file", "--repair'");
        }
        assertThat(home.resolve("plain.db")).hasBinaryContent(bytes);
        try (var files = Files.list(home)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("plain.db.") || name.startsWith(".zavora-copy"));
        }
    }

    private String hint(String... command) throws InterruptedException {
        var words = new ArrayList<>(
                List.of("--session-backend", "sqlite", "--show-sensitive-config", "--session-db-url", PLAIN_URL));
        words.addAll(List.of(command));
        var run = program().run(words.toArray(String[]::new));
        assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(11);
        return run.out() + run.err();
    }

    /** The first command in quotes that a hint names. */
    private static String quoted(String hint) {
        var from = hint.indexOf("'zavora-cli ") + 1;
        assertThat(from).as(hint).isPositive();
        return hint.substring(from, hint.indexOf('\'', from));
    }

    /** What doctor, a turn and every other command advise is about the database that was named, not the configured one. */
    @ParameterizedTest
    @ValueSource(strings = {"doctor --full --offline", "ask again", "sessions show", "sessions export default-session"})
    void theHintOfAFailureNamesTheDatabase(String command) throws Exception {
        AskedBefore.at(home.resolve("plain.db"), "default-session", "hello");
        change(home.resolve("plain.db"), "UPDATE journal_event SET entry = '{bad' WHERE key & 4294967295 = 2");

        var repair = quoted(hint(command.split(" ")));

        assertThat(repair)
                .isEqualTo("zavora-cli --session-backend sqlite --session-db-url " + PLAIN_URL + " doctor --repair");
        assertThat(program().onPath().shell(repair).exit()).isZero();
        assertThat(home.resolve("plain.db.repaired")).exists();
        assertThat(home.resolve(".zavora/sessions.db.repaired")).doesNotExist();
    }

    @Test
    void theHintInAChatNamesTheDatabase() throws Exception {
        AskedBefore.at(home.resolve("plain.db"), "default-session", "hello");
        change(home.resolve("plain.db"), "UPDATE journal_event SET entry = '{bad' WHERE key & 4294967295 = 2");

        var run = program()
                .shell("printf 'again\\n' | \"$ZAVORA\" --show-sensitive-config --session-db-url " + PLAIN_URL
                        + " chat");

        assertThat(quoted(run.out() + run.err()))
                .isEqualTo("zavora-cli --session-backend sqlite --session-db-url " + PLAIN_URL + " doctor --repair");
    }

    @Test
    void theHintSaysThatTheAddressIsLeftOut() throws Exception {
        Files.writeString(home.resolve("plain.db"), "this is no database, but it is long enough to be taken for one");
        for (var command : List.of("doctor --offline", "sessions list", "ask again")) {
            var words = new ArrayList<>(List.of("--session-db-url", PLAIN_URL));
            words.addAll(List.of(command.split(" ")));
            var run = program().run(words.toArray(String[]::new));
            assertThat(run.out() + run.err())
                    .contains(
                            "'zavora-cli --session-backend sqlite --session-db-url sqlite://PATH doctor --repair'",
                            "PATH stands for that of this database.")
                    .doesNotContain(PLAIN_URL);
        }
    }

    /** The address is hidden, as everywhere; the command as it stands touches neither database. */
    @Test
    void aDatabaseWhoseAddressIsHidden() throws Exception {
        var advice = advised(program(), "--session-db-url", "sqlite://" + OTHER);
        assertThat(advice).endsWith(" --force, where PATH is that of the damaged database");
        var command = advice.substring(0, advice.indexOf(", where"));
        assertThat(command).startsWith("zavora-cli --session-db-url sqlite://PATH sessions restore ");
        assertThat(program().onPath().shell(command).exit()).isZero();
        assertThat(isConfiguredUntouched()).isTrue();
        assertThat(home.resolve(OTHER + ".before-restore")).doesNotExist();

        restores(command.replace("sqlite://PATH", "'sqlite://it'\\''s other/other.db'"));
    }

    @Test
    void theConfiguredDatabaseNeedsNoOption() throws Exception {
        var command = advised(program());
        assertThat(command)
                .isEqualTo("zavora-cli sessions restore " + home.resolve(".zavora/sessions.db.repaired") + " --force");
        var restored = program().onPath().shell(command);
        assertThat(restored.exit()).as(restored.err()).isZero();
        assertThat(isConfiguredUntouched()).isFalse();
        assertThat(home.resolve(".zavora/sessions.db.before-restore")).exists();
    }
}

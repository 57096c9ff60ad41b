package ai.zavora.surface.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.LegacySessions;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code migrate} says. */
final class MigrateTest {
    @TempDir
    Path folder;

    private CliRun migrate(String... more) {
        var run = CliRun.in(folder)
                .env("ZAVORA_SESSION_BACKEND", "sqlite")
                .env("ZAVORA_SESSION_DB_URL", "sqlite://" + folder.resolve("old.db"));
        var words = new String[more.length + 1];
        words[0] = "migrate";
        System.arraycopy(more, 0, words, 1, more.length);
        return run.run(words);
    }

    private void legacy() throws SQLException {
        try (var old = LegacySessions.create(folder.resolve("old.db"))) {
            old.session("u", "s", "{}")
                    .states("u", "{}", "no state")
                    .event("user", "user", "01", "{\"text\":\"hello\"},{\"thinking\":\"hm\"}");
        }
    }

    @Test
    void theCountsAreTold() throws SQLException {
        legacy();

        var run = migrate();

        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).isEqualTo("""
                        Imported 1 session with 1 event, 1 application state and 1 user state.
                        Parts: text 1, thinking 1
                        1 row could not be read in full or kept; what could not is there as text, or in the original alone.
                        Database: sqlite://[REDACTED]
                        The original is kept as old.db.legacy
                        """);
    }

    @Test
    void whatWasNotThereIsNamed() throws SQLException {
        legacy();
        try (var old = LegacySessions.createWithoutRegistry(folder.resolve("old.db"))) {
            old.execute("DROP TABLE events");
        }

        assertThat(migrate().out()).contains("Not there, and so not imported: events.\n");
    }

    @Test
    void scriptsAreToldTheSame() throws SQLException {
        legacy();

        var run = migrate("--json", "--show-sensitive-config");

        assertThat(run.out())
                .contains(
                        "\"outcome\": \"imported\"",
                        "\"sessions\": 1",
                        "\"thinking\": 1",
                        "\"unreadable_rows\": 1",
                        "\"missing\": []")
                .contains("\"database\": \"sqlite://" + folder.resolve("old.db") + "\"")
                .contains("\"original\": \"" + folder.resolve("old.db.legacy").toAbsolutePath() + "\"");
    }

    @Test
    void nothingIsDoneTwice() throws SQLException {
        legacy();
        migrate();

        assertThat(migrate().out()).isEqualTo("""
                        Nothing to migrate: the session database is up to date.
                        Database: sqlite://[REDACTED]
                        """);
    }

    @Test
    void nothingIsDoneWithoutADatabase() {
        assertThat(migrate().out()).startsWith("Nothing to migrate: there is no session database yet.\n");
        assertThat(migrate("--session-backend", "memory").out())
                .isEqualTo("Nothing to migrate: sessions are kept in memory.\n");
        assertThat(folder).isEmptyDirectory();
    }
}

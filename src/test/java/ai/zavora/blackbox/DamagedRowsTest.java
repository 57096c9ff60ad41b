package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A database whose structure is sound and whose rows are not. */
final class DamagedRowsTest extends ProgramTest {
    private static final String REPAIR = "zavora-cli --session-backend sqlite doctor --repair";

    private Finished kept(String... arguments) throws InterruptedException {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").run(arguments);
    }

    private void change(String statement) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".zavora/sessions.db"));
                var change = connection.createStatement()) {
            change.executeUpdate(statement);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE journal_event SET entry = '{bad' WHERE key & 4294967295 = 2 AND key >> 32 = 1 | export",
                "DELETE FROM journal_event WHERE key & 4294967295 = 2 AND key >> 32 = 1 | export",
                "UPDATE journal_session SET last_seq = 4000000000 WHERE id = 1 | export",
                "UPDATE journal_session SET last_seq = 1 WHERE id = 1 | ",
                "UPDATE journal_session SET session_id = '' WHERE id = 1 | list",
                "DELETE FROM journal_session WHERE id = 1 | "
            })
    void areFoundAndRepaired(String damage, String command) throws Exception {
        kept("ask", "--session-id", "one", "first");
        kept("ask", "--session-id", "two", "second");
        assertThat(kept("doctor", "--full", "--offline").out()).contains("every event read");

        change(damage);

        if (command != null) {
            var failed = kept("sessions", command, "--session-id", "one");
            failsInText(failed, 11, "SESSION");
            assertThat(failed.err()).contains(REPAIR);
        }
        var found = kept("doctor", "--full", "--offline");
        assertThat(found.exit()).as(found.out()).isEqualTo(11);
        assertThat(found.out()).contains("FAIL  database:", "1 session is damaged", REPAIR);
        assertThat(kept("doctor", "--repair").exit()).isZero();
        assertThat(kept(
                                "sessions",
                                "restore",
                                home.resolve(".zavora/sessions.db.repaired").toString(),
                                "--force")
                        .exit())
                .isZero();
        var after = kept("doctor", "--full", "--offline");
        assertThat(after.exit()).as(after.out()).isZero();
        assertThat(after.out()).contains("2 sessions", "every event read");
    }

    @Test
    void whatANewerVersionWroteIsNoDamage() throws Exception {
        kept("ask", "--session-id", "one", "first");
        change("UPDATE journal_event SET entry = replace(entry, 'turn_completed.v1', 'turn_completed.v9')");

        var run = kept("doctor", "--full", "--offline");

        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("warn  database:", "1 session holds entries of a newer version", "Update zavora-cli")
                .doesNotContain("--repair");
    }

    @Test
    void eventsThatWaitToBeClearedAwayAreNoDamage() throws Exception {
        kept("ask", "--session-id", "one", "first");
        change("DELETE FROM journal_session");
        change("INSERT INTO journal_garbage SELECT min(key), max(key) FROM journal_event");

        var run = kept("doctor", "--full", "--offline");

        assertThat(run.exit()).as(run.out()).isZero();
    }

    @Test
    void aSoundDatabaseWithoutSessionsNeedsNoRepair() throws Exception {
        kept("ask", "--session-id", "one", "first");
        assertThat(kept("sessions", "delete", "--session-id", "one", "--force").exit())
                .isZero();

        var run = kept("doctor", "--repair");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("is sound and holds no sessions: there is nothing to repair");
        assertThat(home.resolve(".zavora/sessions.db.repaired")).doesNotExist();
    }
}

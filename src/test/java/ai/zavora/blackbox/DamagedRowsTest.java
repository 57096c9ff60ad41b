package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Finished;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A database whose structure is sound and whose rows are not. */
final class DamagedRowsTest extends ProgramTest {
    private static final String REPAIR = "zavora-cli --session-backend sqlite doctor --repair";
    private static final int PAGE = 4096;

    private Finished kept(String... arguments) throws InterruptedException {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").run(arguments);
    }

    private Connection connection() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + home.resolve(".zavora/sessions.db"));
    }

    private void change(String statement) throws SQLException {
        change(home.resolve(".zavora/sessions.db"), statement);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "UPDATE journal_event SET entry = '{bad' WHERE key & 4294967295 = 2 AND key >> 32 = 1 | export",
                "DELETE FROM journal_event WHERE key & 4294967295 = 2 AND key >> 32 = 1 | export",
                "UPDATE journal_session SET last_seq = 4000000000 WHERE id = 1 | export",
                "UPDATE journal_session SET last_seq = 1 WHERE id = 1 | export",
                "UPDATE journal_session SET last_seq = 0 WHERE id = 1 | fork",
                "UPDATE journal_session SET last_seq = -5 WHERE id = 1 | show",
                "UPDATE journal_session SET last_seq = 4294967296 WHERE id = 1 | list",
                "UPDATE journal_session SET session_id = '' WHERE id = 1 | list"
            })
    void areFound(String damage, String command) throws Exception {
        AskedBefore.in(home, "one", "first", "two", "second");

        change(damage);

        var failed = kept("sessions", command, "--session-id", "one");
        failsInText(failed, 11, "SESSION");
        assertThat(failed.err()).contains(REPAIR);
        isTold("1 session is damaged");
    }

    /** Each of them makes one session damaged: those of {@link #areFound}. */
    @Test
    void areRepaired() throws Exception {
        withTenSessions();
        assertThat(kept("doctor", "--full", "--offline").out()).contains("10 sessions", "every event read");

        change("UPDATE journal_event SET entry = '{bad' WHERE key & 4294967295 = 2 AND key >> 32 = 1");
        change("DELETE FROM journal_event WHERE key & 4294967295 = 2 AND key >> 32 = 2");
        change("UPDATE journal_session SET last_seq = 4000000000 WHERE id = 3");
        change("UPDATE journal_session SET last_seq = 1 WHERE id = 4");
        change("UPDATE journal_session SET last_seq = 0 WHERE id = 5");
        change("UPDATE journal_session SET last_seq = -5 WHERE id = 6");
        change("UPDATE journal_session SET last_seq = 4294967296 WHERE id = 7");
        change("UPDATE journal_session SET session_id = '' WHERE id = 8");

        isToldAndRepaired("8 sessions are damaged", "10 sessions");
    }

    private void withTenSessions() throws Exception {
        AskedBefore.in(
                home,
                IntStream.range(0, 10)
                        .boxed()
                        .flatMap(number -> Stream.of("s" + number, "said " + number))
                        .toArray(String[]::new));
    }

    private void isTold(String damage) throws InterruptedException {
        var found = kept("doctor", "--full", "--offline");
        assertThat(found.exit()).as(found.out()).isEqualTo(11);
        assertThat(found.out()).contains("FAIL  database:", damage, REPAIR);
    }

    private void isToldAndRepaired(String damage, String all) throws InterruptedException {
        isTold(damage);
        assertThat(kept("doctor", "--repair").exit()).isZero();
        assertThat(restored().exit()).isZero();
        var after = kept("doctor", "--full", "--offline");
        assertThat(after.exit()).as(after.out()).isZero();
        assertThat(after.out()).contains(all, "every event read");
    }

    /** Each of them makes one session damaged. */
    @Test
    void withValuesOfAnotherKindAreFoundAndRepaired() throws Exception {
        var damages = List.of(
                "DELETE FROM journal_session WHERE id = 1",
                "UPDATE journal_session SET session_id = x'fffe' WHERE id = 2",
                "UPDATE journal_session SET app = CAST(x'fffe' AS TEXT) WHERE id = 3",
                "UPDATE journal_session SET user = CAST(user AS BLOB) WHERE id = 4",
                "UPDATE journal_session SET updated_unix_ns = 'never' WHERE id = 5",
                "UPDATE journal_session SET created_unix_ns = x'00' WHERE id = 6",
                "UPDATE journal_session SET last_seq = last_seq + 0.5 WHERE id = 7",
                "UPDATE journal_event SET entry = CAST(entry AS BLOB) WHERE key >> 32 = 8",
                "UPDATE journal_event SET entry = replace(entry, 'said', CAST(x'ff' AS TEXT)) WHERE key >> 32 = 9");
        withTenSessions();
        for (var damage : damages) {
            change(damage);
        }

        isToldAndRepaired("9 sessions are damaged", "10 sessions");
    }

    /** Marks of use, state of imported sessions, events that wait to be cleared away, the last number given. */
    @Test
    void ofOtherTablesAreFoundAndLeftOut() throws Exception {
        areLeftOut(
                "but 9 rows of other tables are damaged",
                "INSERT INTO journal_lease VALUES ('a', 'u', 's', 'token', 'host', 1, 1, 1)",
                "INSERT INTO journal_hold VALUES ('a', 'u', x'ff', 1, 'host', 1, 1, 1)",
                "INSERT INTO journal_hold VALUES ('a', 'u', 's', 1, 'host', 1, 1.5, 1)",
                "INSERT INTO journal_state VALUES ('app', 'a', '', CAST(x'ff' AS TEXT), 1)",
                "INSERT INTO journal_state VALUES ('app', 'b', '', '{}', 'now')",
                "INSERT INTO journal_garbage VALUES (9 << 32, 'end')",
                "INSERT INTO journal_garbage VALUES (1 << 32, (1 << 32) + 1)",
                "INSERT INTO journal_garbage VALUES (-5, 9223372036854775807)",
                "UPDATE sqlite_sequence SET seq = 'last'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO journal_garbage VALUES (1 << 32, (1 << 32) + 1)",
                "UPDATE sqlite_sequence SET seq = 9223372036854775807"
            })
    void oneOfAnotherTableIsFoundAndLeftOut(String damage) throws Exception {
        areLeftOut("but 1 row of another table is damaged", damage);
    }

    private void areLeftOut(String told, String... damages) throws Exception {
        AskedBefore.in(home, "one", "first");
        for (var damage : damages) {
            change(damage);
        }

        var found = kept("doctor", "--full", "--offline");

        assertThat(found.exit()).as(found.out()).isEqualTo(11);
        assertThat(found.out()).contains(told, REPAIR);
        var repair = kept("doctor", "--repair");
        assertThat(repair.exit()).as(repair.err()).isZero();
        assertThat(restored().exit()).isZero();
        var after = kept("doctor", "--full", "--offline");
        assertThat(after.exit()).as(after.out()).isZero();
        assertThat(kept("sessions", "show", "--session-id", "one").out()).contains("first");
    }

    /** All state of imported sessions was on that page. */
    @Test
    void thatAreGoneWithTheirPageAreSaidToBeLost() throws Exception {
        AskedBefore.in(home, "one", "first");
        change("INSERT INTO journal_state VALUES ('user', 'a', 'u', '{\"a\":1}', 1)");
        var file = home.resolve(".zavora/sessions.db");
        var bytes = Files.readAllBytes(file);
        try (var connection = connection();
                var query = connection.createStatement();
                var root = query.executeQuery("SELECT rootpage FROM sqlite_master WHERE name = 'journal_state'")) {
            var end = root.getInt(1) * PAGE;
            Arrays.fill(bytes, end - PAGE, end, (byte) 0);
        }
        Files.write(file, bytes);

        var repair = kept("doctor", "--repair");

        assertThat(repair.exit()).as(repair.err()).isZero();
        assertThat(repair.out())
                .contains("Lost: 0 events of these sessions, and 1 row that can be told to no session, or of a state.")
                .doesNotContain("Nothing is known to be lost");
    }

    private Finished restored() throws InterruptedException {
        return kept(
                "sessions",
                "restore",
                home.resolve(".zavora/sessions.db.repaired").toString(),
                "--force");
    }

    @Test
    void aNameThatIsNoTextIsLostAndSaidToBe() throws Exception {
        AskedBefore.in(home, "one", "first", "two", "second");
        change("UPDATE journal_session SET session_id = x'fffe' WHERE id = 1");
        change("UPDATE journal_session SET session_id = CAST(session_id AS BLOB) WHERE id = 2");

        var repair = kept("doctor", "--repair");

        assertThat(repair.exit()).as(repair.err()).isZero();
        assertThat(repair.out()).contains("recovered-1", "1 row");
        assertThat(restored().exit()).isZero();
        assertThat(kept("sessions", "show", "--session-id", "recovered-1").out())
                .contains("first");
        assertThat(kept("sessions", "show", "--session-id", "two").out()).contains("second");
    }

    @Test
    void thatPromiseEventsOfASessionToBeClearedAwayTakeNoneOfThem() throws Exception {
        AskedBefore.in(home, "one", "said in one", "two", "said in two", "three", "said in three");
        change("DELETE FROM journal_session WHERE session_id = 'two'");
        change("INSERT INTO journal_garbage SELECT min(key), max(key) FROM journal_event");
        var before = kept("sessions", "export", "one").out();

        assertThat(kept("ask", "--session-id", "three", "again").exit()).isZero();

        assertThat(kept("sessions", "export", "one").out()).isEqualTo(before).contains("said in one");
        var found = kept("doctor", "--full", "--offline");
        assertThat(found.exit()).as(found.out()).isZero();
        assertThat(found.out()).contains("2 sessions", "every event read");
        assertThat(kept("sessions", "show", "--session-id", "three").out()).contains("said in three", "again");
        try (var connection = connection();
                var query = connection.createStatement();
                var rows = query.executeQuery("SELECT count(*) FROM journal_event WHERE entry LIKE '%said in two%'")) {
            assertThat(rows.getLong(1)).isZero();
        }
    }

    @Test
    void thatPromiseEventsOfASessionToBeClearedAwayDoNotKeepItFromBeingDeleted() throws Exception {
        AskedBefore.in(home, "one", "first");
        change("INSERT INTO journal_garbage VALUES (1 << 32, (1 << 32) + 1)");

        var run = kept("sessions", "delete", "--session-id", "one", "--force");

        assertThat(run.exit()).as(run.err()).isZero();
        var found = kept("doctor", "--full", "--offline");
        assertThat(found.exit()).as(found.out()).isZero();
    }

    @Test
    void whatANewerVersionWroteIsNoDamage() throws Exception {
        AskedBefore.in(home, "one", "first");
        change("UPDATE journal_event SET entry = replace(entry, 'turn_completed.v1', 'turn_completed.v9')");

        var run = kept("doctor", "--full", "--offline");

        assertThat(kept("doctor", "--repair").out()).contains("nothing to repair");
        assertThat(run.exit()).as(run.out()).isZero();
        assertThat(run.out())
                .contains("warn  database:", "1 session holds entries of a newer version", "Update zavora-cli")
                .doesNotContain("--repair");
    }

    @Test
    void eventsThatWaitToBeClearedAwayAreNoDamage() throws Exception {
        AskedBefore.in(home, "one", "first");
        change("DELETE FROM journal_session");
        change("INSERT INTO journal_garbage SELECT min(key), max(key) FROM journal_event");

        var run = kept("doctor", "--full", "--offline");

        assertThat(run.exit()).as(run.out()).isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSoundDatabaseNeedsNoRepair(boolean empty) throws Exception {
        AskedBefore.in(home, "one", "first");
        if (empty) {
            assertThat(kept("sessions", "delete", "--session-id", "one", "--force")
                            .exit())
                    .isZero();
        }
        var file = home.resolve(".zavora/sessions.db");
        var before = Files.readAllBytes(file);

        var run = kept("doctor", "--repair");
        var json = kept("doctor", "--repair", "--json");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(file + " is sound: there is nothing to repair, and nothing was written", "--session-db-url");
        assertThat(json.exit()).isZero();
        var report = Json.parseObject(json.out());
        assertThat(report.string("outcome")).contains("sound");
        assertThat(report.string("database")).contains(file.toString());
        assertThat(report.get("repaired")).contains(JsonValue.Null.NULL);
        assertThat(file).hasBinaryContent(before);
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files.filter(path -> path.toString().contains("sessions.db")))
                    .containsExactly(file);
        }
    }
}

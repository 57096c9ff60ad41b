package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.ProcessIdentity;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A repair of a database whose rows hold what nobody wrote. */
final class OddRowsRepairTest extends RepairFixture {

    @Test
    void anEventInTheVeryLastPlaceIsToldAsLost() throws Exception {
        change("UPDATE journal_event SET key = " + Long.MAX_VALUE + " WHERE key = " + SessionRows.key(1, ENTRIES));

        var report = repair();

        assertThat(report.repaired().sessions()).isGreaterThanOrEqualTo(SESSIONS);
        assertThat(report.lost() + report.unreadable()).isPositive();
    }

    @Test
    void theLastNumberOfASessionLeavesRoomForAnother() throws Exception {
        var number = SessionRows.MAX_SESSION;
        change(
                "UPDATE journal_event SET key = (key & 4294967295) | (" + number + " << 32) WHERE key >> 32 = 5",
                "UPDATE journal_session SET id = " + number + " WHERE id = 5",
                "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'journal_session'");
        try (var store = open(file)) {
            assertThatThrownBy(() -> store.open(key(9)))
                    .isInstanceOf(SqliteFailures.DamagedRowException.class)
                    .hasMessageContaining("no number is left");
        }

        var report = repair();

        assertThat(report.lost() + report.unreadable()).isZero();
        try (var store = open(report.repaired().file())) {
            assertThat(store.events(key(5), 0, ENTRIES)).hasSize(ENTRIES);
            assertThat(store.open(key(9)).lastSeq()).isZero();
        }
    }

    @Test
    void whatNoFileCouldHoldIsNotSaidToBeLost() throws Exception {
        change("UPDATE journal_session SET last_seq = 2147483647 WHERE id = 1");

        assertThat(repair().lost()).isZero();
    }

    /** The root with some of the rows, or a leaf with others; few rows are all in the root. */
    @ParameterizedTest
    @CsvSource({"1, leaf", "500, internal", "500, leaf"})
    void aLostPageOfStatesIsToldAsARow(int rows, String kind) throws Exception {
        change(
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT " + rows + ")"
                        + " INSERT INTO journal_state SELECT 'app', 'app-' || i, '', printf('{\"a\":\"%.80c\"}', 'x'), 1 FROM n");
        whole = Files.readAllBytes(file);
        int page;
        try (var database = Database.readable(file.toString())) {
            page = (int) database.number(
                    "SELECT min(pageno) FROM dbstat WHERE name = 'journal_state' AND pagetype = '" + kind + "'");
        }
        assertThat(page).isPositive();
        Arrays.fill(whole, (page - 1) * PAGE, page * PAGE, (byte) 0);
        Files.write(file, whole);

        var report = repair();

        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.lost()).isZero();
        assertThat(report.repaired().events()).isEqualTo((long) SESSIONS * ENTRIES);
        try (var database = Database.readable(report.repaired().file().toString())) {
            assertThat(database.number("SELECT count(*) FROM journal_state")).isLessThan(rows);
        }
    }

    /** Which table was whose is on the first page; the states are there. */
    @Test
    void statesAreNotSaidToBeLostWhereOnlyTheNamesOfTheTablesAre() throws Exception {
        change("INSERT INTO journal_state VALUES ('user', 'app', 'user', '{\"a\":1}', 5)");
        whole = Files.readAllBytes(file);
        Arrays.fill(whole, 100, PAGE, (byte) 0);
        Files.write(file, whole);

        var report = repair();

        assertThat(report.unreadable()).isZero();
        try (var database = Database.readable(report.repaired().file().toString())) {
            assertThat(database.number("SELECT count(*) FROM journal_state")).isEqualTo(1);
        }
    }

    /** It can be read, and is no row that SQLite would let in. */
    @Test
    void aRowOfStatesThatWasCountedIsNotCountedAgain() throws Exception {
        change(
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_master SET sql = replace(sql, 'updated_unix_ns INTEGER NOT NULL,\n  PRIMARY',"
                        + " 'updated_unix_ns INTEGER,\n  PRIMARY') WHERE name = 'journal_state'");
        change("INSERT INTO journal_state VALUES ('app', 'app', '', '{}', NULL)");
        change(
                "PRAGMA writable_schema = ON",
                "UPDATE sqlite_master SET sql = replace(sql, 'updated_unix_ns INTEGER,', 'updated_unix_ns INTEGER NOT NULL,')"
                        + " WHERE name = 'journal_state'");

        assertThat(repair().unreadable()).isEqualTo(1);
    }

    @Test
    void aPageOfNonsenseIsOneRowThatCannotBeRead() throws Exception {
        int page;
        try (var database = Database.readable(file.toString())) {
            page = (int) database.number(
                    "SELECT min(pageno) FROM dbstat WHERE name = 'journal_event' AND pagetype = 'leaf'");
        }
        Arrays.fill(whole, (page - 1) * PAGE, page * PAGE, (byte) 0);
        System.arraycopy(new byte[] {0x0d, 0, 0, 3, (byte) 0xfc}, 0, whole, (page - 1) * PAGE, 5);
        Files.write(file, whole);

        var report = repair();

        assertThat(report.unreadable()).isEqualTo(1);
        assertThat(report.lost()).isBetween(1L, (long) ENTRIES);
    }

    /** Also of a process that the system does not show; one of this host may only be stopped, whatever its mark says. */
    @ParameterizedTest
    @ValueSource(strings = {"journal_lease", "journal_hold"})
    void aMarkOfUseThatIsAliveKeepsItFromBeingRepaired(String table) throws Exception {
        var me = ProcessIdentity.own();
        change("INSERT INTO " + table + " VALUES ('app', 'user', 'session-1', 1, '" + me.host() + "', " + me.pid()
                + ", " + me.started() + ", 1)");
        flaw();
        var before = Files.readAllBytes(file);

        assertThatThrownBy(this::repair).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.SESSION);
            assertThat(e).hasMessageContaining("is in use by another process");
        });

        assertThat(file).hasBinaryContent(before);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
        change("UPDATE " + table + " SET host = 'another'");
        assertThat(repair().repaired().sessions()).isEqualTo(SESSIONS);
    }

    @Test
    void stateIsSavedWhereNoSessionIsLeft() throws Exception {
        change(
                "DELETE FROM journal_event",
                "DELETE FROM journal_session",
                "INSERT INTO journal_state VALUES ('user', 'app', 'user', '{\"a\":1}', 5)",
                // what the check of the rows finds
                "INSERT INTO journal_state VALUES ('app', 'app', '', '{}', 'never')");

        var report = repair();

        assertThat(report.sessions()).isEmpty();
        try (var database = Database.readable(report.repaired().file().toString())) {
            assertThat(database.text("SELECT scope || app || user || state || updated_unix_ns FROM journal_state"))
                    .isEqualTo("userappuser{\"a\":1}5");
        }
    }
}

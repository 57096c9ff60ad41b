package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What was deleted before does not come back with the rest of a damaged database, or the report says that it may. */
final class RemovedSessionsRepairTest extends RepairFixture {

    @Test
    void whatWasRemovedStaysRemoved() throws Exception {
        try (var store = open(file)) {
            store.delete(key(3));
        }
        flaw();
        assertThat(repaired("deleted").sessions()).hasSize(SESSIONS - 1);
        var before = Files.readAllBytes(file);
        var hurt = before.clone();
        Arrays.fill(hurt, 0, PAGE, (byte) 0x5a);
        Files.write(file, hurt);
        var report = repaired("deleted, first page gone");
        assertThat(report.sessions()).hasSize(SESSIONS - 1);
        assertThat(report.lost()).isZero();
        Files.write(file, before);
        change(
                "DELETE FROM journal_session WHERE id = 4",
                "INSERT INTO journal_garbage VALUES (" + SessionRows.key(4, 0) + ", "
                        + SessionRows.key(4, SessionRows.MAX_SEQ) + ")");
        assertThat(repaired("waiting to be cleared").sessions()).hasSize(SESSIONS - 2);
    }

    /** Sessions 2 and 4 wait to be cleared away, and the page that says so is gone. */
    private void loseWhatWaits() throws Exception {
        change("DELETE FROM journal_session WHERE id IN (2, 4)");
        hurt("journal_garbage");
    }

    private void hurt(String table) throws Exception {
        int page;
        try (var database = Database.readable(file.toString())) {
            page = (int) database.number("SELECT rootpage FROM sqlite_master WHERE name = '" + table + "'");
        }
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, (page - 1) * PAGE, page * PAGE, (byte) 0x5a);
        Files.write(file, bytes);
    }

    @Test
    void whatWaitsToBeClearedAwayStaysDeletedWhereTheSessionsAreWhole() throws Exception {
        loseWhatWaits();

        var report = repaired("what waits is lost");

        assertThat(report.sessions()).hasSize(SESSIONS - 2);
        assertThat(report.lost()).isZero();
        assertThat(report.mayHoldDeleted()).isFalse();
    }

    @Test
    void whereNobodyKnowsWhatWasDeletedTheReportSaysThatItMayBeThere() throws Exception {
        loseWhatWaits();
        hurt("journal_session_recent");

        var report = repair();

        assertThat(report.renamed()).isEqualTo(2);
        assertThat(report.mayHoldDeleted()).isTrue();
    }

    @Test
    void aRangeThatIsToBeClearedAwayTakesNothingOfASession() throws Exception {
        change(
                "DELETE FROM journal_session WHERE id = 4",
                "INSERT INTO journal_garbage VALUES (" + SessionRows.key(1, 0) + ", "
                        + SessionRows.key(9, SessionRows.MAX_SEQ) + ")");

        var report = repaired("a range over all");

        assertThat(report.sessions()).hasSize(SESSIONS - 1);
        assertThat(report.lost()).isZero();
        assertThat(report.repaired().events()).isEqualTo((SESSIONS - 1L) * ENTRIES);
    }
}

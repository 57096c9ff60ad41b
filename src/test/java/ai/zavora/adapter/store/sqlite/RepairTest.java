package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.NewerEntryException;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** What is left of a damaged database comes back, what is not is told, and the damaged one stays as it is. */
final class RepairTest extends RepairFixture {

    /**
     * How many events a session holds. A changed byte can make a word that a later version might have: such an event
     * stays in the database as it is, and reading its session says which word it is.
     */
    private long told(Path database, SessionKey key) {
        try {
            return events(database, key).size();
        } catch (NewerEntryException e) {
            try (var store = open(database)) {
                return store.find(key).orElseThrow().lastSeq();
            }
        }
    }

    @Test
    void aSoundDatabaseIsLeftAlone() throws Exception {
        assertThat(repairIfDamaged()).isEmpty();

        assertThat(file).hasBinaryContent(whole);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void aSoundDatabaseOfAnOlderFormatIsLeftAlone() throws Exception {
        change(
                "DROP TABLE journal_hold",
                "DROP TABLE journal_garbage",
                "DROP TABLE journal_state",
                "PRAGMA user_version = 1");
        var before = Files.readAllBytes(file);

        assertThat(repairIfDamaged()).isEmpty();

        assertThat(file).hasBinaryContent(before);
        try (var store = open(file)) {
            assertThat(store.events(key(1), 0, ENTRIES)).hasSize(ENTRIES);
        }
    }

    @Test
    void oneThatOnlyNamesAnOlderFormatIsRepaired() throws Exception {
        change("PRAGMA user_version = 1");
        assertThatThrownBy(() -> open(file)).isInstanceOf(SqliteFailures.UnusableException.class);

        var report = repair();

        assertThat(report.lost() + report.unreadable()).isZero();
        assertThat(report.repaired().events()).isEqualTo((long) SESSIONS * ENTRIES);
    }

    @Test
    void aSoundDatabaseWhoseLastChangesAreInItsLogIsLeftAlone() throws Exception {
        byte[] log;
        try (var store = open(file)) {
            store.append(key(1), ENTRIES, Events.numbered("in the log", 7));
            log = Files.readAllBytes(DatabaseFile.log(file));
        }
        Files.write(file, whole);
        Files.write(DatabaseFile.log(file), log);

        assertThat(repairIfDamaged()).isEmpty();

        assertThat(DatabaseFile.log(file)).hasBinaryContent(log);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactlyInAnyOrder(file, DatabaseFile.log(file));
        }
    }

    @Test
    void whatIsWholeComesBackWhole() throws Exception {
        flaw();
        var report = repaired("one row of no session");
        assertThat(report.lost()).isZero();
        assertThat(report.unreadable()).as("the flaw").isEqualTo(1);
        assertThat(report.renamed()).isZero();
        assertThat(report.repaired().events()).isEqualTo((long) SESSIONS * ENTRIES);
    }

    @Test
    void everyPageInTurnCostsOnlyWhatWasInIt() throws Exception {
        for (var page = 0; page < whole.length / PAGE; page++) {
            var hurt = whole.clone();
            Arrays.fill(hurt, page * PAGE, (page + 1) * PAGE, (byte) 0x5a);
            Files.write(file, hurt);

            var report = repaired("page " + page);

            // a page holds about a dozen of these entries
            assertThat(report.lost()).as("page %d", page).isLessThan(20);
            assertThat(report.repaired().events() - report.sessions().size())
                    .as("page %d", page)
                    .isGreaterThan((long) SESSIONS * ENTRIES - 25);
            // names are in an index too
            assertThat(report.renamed()).as("page %d", page).isZero();
            assertThat(report.sessions()).as("page %d", page).hasSize(SESSIONS);
        }
    }

    /** Their rows count the events. */
    @Test
    void whereSessionsAreDamagedMoreMayBeLostThanIsTold() throws Exception {
        for (var table : List.of("journal_session", "journal_event")) {
            Files.write(file, whole);
            var page = number("SELECT max(pageno) FROM dbstat WHERE pagetype = 'leaf' AND name = '" + table + "'");
            var hurt = whole.clone();
            Arrays.fill(hurt, (page - 1) * PAGE, page * PAGE, (byte) 0x5a);
            Files.write(file, hurt);

            assertThat(repaired(table).moreMayBeLost()).as(table).isEqualTo(table.equals("journal_session"));
        }
    }

    private int number(String query) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    @Test
    void whatATruncatedFileStillHasComesBack() throws Exception {
        for (var size : new int[] {0, 1, 99, 100, 512, PAGE}) {
            Files.write(file, Arrays.copyOf(whole, size));
            assertThatThrownBy(this::repair).isInstanceOfSatisfying(ZavoraException.class, e -> {
                assertThat(e.kind()).isEqualTo(ErrorKind.SESSION);
                assertThat(e).hasMessageContaining("Nothing can be saved");
            });
        }
        var last = 0L;
        for (var pages = 12; pages < whole.length / PAGE; pages += 5) {
            Files.write(file, Arrays.copyOf(whole, pages * PAGE - 1000));
            var report = repaired("cut to " + pages);
            var recovered = report.recovered();
            assertThat(recovered + report.lost()).isEqualTo((long) SESSIONS * ENTRIES);
            assertThat(recovered).isGreaterThanOrEqualTo(last);
            last = recovered;
        }
        assertThat(last).isGreaterThan((long) (SESSIONS - 1) * ENTRIES);
    }

    @Test
    void sessionsWithoutNamesAreGivenNew() throws Exception {
        change("DELETE FROM journal_session WHERE id IN (2, 4)");
        var report = repaired("two rows gone");

        assertThat(report.renamed()).isEqualTo(2);
        assertThat(report.lost()).isZero();
        assertThat(report.sessions())
                .extracting(session -> session.key().id())
                .containsExactlyInAnyOrder("session-1", "recovered-1", "session-3", "recovered-2", "session-5");
    }

    @Test
    void aNewNameIsNeverThatOfAnother() throws Exception {
        change(
                "UPDATE journal_session SET session_id = 'recovered-1' WHERE id = 5",
                "DELETE FROM journal_session WHERE id = 2");
        before.put(new SessionKey("app", "user", "recovered-1"), before.get(key(5)));
        assertThat(repaired("taken").sessions())
                .extracting(session -> session.key().id())
                .contains("recovered-1", "recovered-2");
    }

    @Test
    void unreadableAndMissingEntriesLeaveOneMarkPerGap() throws Exception {
        var first = SessionRows.key(1, 0);
        change(
                "UPDATE journal_event SET entry = '{\"half\":' WHERE key IN (" + (first + 3) + ", " + (first + 4) + ")",
                "UPDATE journal_event SET entry = '' WHERE key = " + (first + 20),
                "DELETE FROM journal_event WHERE key IN (" + (first + 5) + ", " + (first + ENTRIES) + ")");
        var damaged = repair();
        var after = events(damaged.repaired().file(), key(1));

        var report = damaged.sessions().getFirst();
        assertThat(report.unreadable()).isEqualTo(3);
        assertThat(report.missing()).isEqualTo(2);
        assertThat(report.recovered()).isEqualTo(ENTRIES - 5);
        var gaps = new ArrayList<Long>();
        after.stream().filter(RepairTest::isGap).forEach(event -> gaps.add(event.seq()));
        assertThat(gaps).containsExactly(3L, 18L, (long) ENTRIES - 2);
        assertThat(damaged.repaired().file()).hasFileName("sessions.db.repaired");
        assertThat(repair().repaired().file()).hasFileName("sessions.db.repaired-2");
    }

    @Test
    void textThatWasStoredAsBytesComesBack() throws Exception {
        change(
                "UPDATE journal_event SET entry = CAST(entry AS BLOB)",
                "UPDATE journal_session SET session_id = CAST(session_id AS BLOB)");

        var report = repaired("bytes");

        assertThat(report.lost() + report.unreadable() + report.renamed()).isZero();
        assertThat(report.repaired().events()).isEqualTo((long) SESSIONS * ENTRIES);
    }

    @Test
    void whatIsOnlyInTheLogComesBack() throws Exception {
        flaw();
        whole = Files.readAllBytes(file);
        byte[] log;
        try (var store = open(file)) {
            store.append(key(1), ENTRIES, Events.numbered("in the log", 7));
            log = Files.readAllBytes(DatabaseFile.log(file));
            before.put(key(1), store.events(key(1), 0, 100));
        }
        Files.write(file, whole);
        Files.write(DatabaseFile.log(file), log);
        assertThat(repaired("log").repaired().events()).isEqualTo((long) SESSIONS * ENTRIES + 7);
        assertThat(Files.readAllBytes(DatabaseFile.log(file))).isEqualTo(log);

        // as SQLite does it, only what comes before a damaged frame counts
        log[log.length - 100] ^= 1;
        Files.write(DatabaseFile.log(file), log);
        assertThat(repaired("damaged log").repaired().events()).isEqualTo((long) SESSIONS * ENTRIES);
    }

    @Test
    void changedBytesNeverEndOtherwiseThanWithAReport() throws Exception {
        var seed = ThreadLocalRandom.current().nextLong(1_000_000);
        var random = new Random(seed);
        for (var round = 0; round < 40; round++) {
            var hurt = whole.clone();
            for (var changes = 1 + random.nextInt(200); changes > 0; changes--) {
                hurt[random.nextInt(hurt.length)] = (byte) random.nextInt(256);
            }
            // the first page says whose database it is; another test destroys it
            System.arraycopy(whole, 0, hurt, 0, 100);
            Files.write(file, hurt);
            var found = repairIfDamaged();
            if (found.isEmpty()) {
                for (var session = 1; session <= SESSIONS; session++) {
                    assertThat(told(file, key(session)))
                            .as("seed %d, round %d", seed, round)
                            .isEqualTo(ENTRIES);
                }
                continue;
            }
            var report = found.get();
            if (!report.moreMayBeLost()) {
                assertThat(report.recovered() + report.lost() + report.unreadable())
                        .as("seed %d, round %d", seed, round)
                        .isGreaterThanOrEqualTo(SESSIONS * ENTRIES);
            }
            try (var database = Database.readable(report.repaired().file().toString())) {
                assertThat(database.text("PRAGMA integrity_check"))
                        .as("seed %d, round %d", seed, round)
                        .isEqualTo("ok");
            }
            for (var session : report.sessions()) {
                assertThat(told(report.repaired().file(), session.key()))
                        .as("seed %d, round %d", seed, round)
                        .isGreaterThanOrEqualTo(session.recovered());
            }
            Files.delete(report.repaired().file());
        }
    }

    @Test
    void importedStateComesBack() throws Exception {
        change(
                "INSERT INTO journal_state VALUES ('user', 'app', 'user', '{\"a\":1}', 5)",
                "INSERT INTO journal_state VALUES ('app', 'app', '', '{\"b\":2}', 6)",
                "INSERT INTO journal_state VALUES ('app', 'other', '', '', 0)");
        flaw();

        var report = repair();

        assertThat(report.unreadable()).as("the flaw").isEqualTo(1);
        try (var database = Database.readable(report.repaired().file().toString())) {
            assertThat(database.all(
                            row -> row.getString(1),
                            "SELECT scope || app || user || state || updated_unix_ns FROM journal_state ORDER BY 1"))
                    .containsExactly("appapp{\"b\":2}6", "appother0", "userappuser{\"a\":1}5");
        }
    }

    @Test
    void oneThatHasLostWhatTellsThatItIsOursIsRepaired() throws Exception {
        change("PRAGMA application_id = 0");
        assertThatThrownBy(() -> open(file))
                .isInstanceOf(SqliteFailures.UnusableException.class)
                .hasMessageContaining("is damaged");

        var report = repair();

        assertThat(report.lost() + report.unreadable()).isZero();
        assertThat(report.repaired().events()).isEqualTo((long) SESSIONS * ENTRIES);
    }

    @Test
    void databasesOfOthersAreLeftAlone() throws Exception {
        change("PRAGMA application_id = 7");
        assertThatThrownBy(this::repair).hasMessageContaining("another program");
        change("PRAGMA application_id = " + Schema.APPLICATION_ID, "PRAGMA user_version = " + (Schema.VERSION + 1));
        assertThatThrownBy(this::repair).hasMessageContaining("newer");
    }
}

package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.RepairReport.Name;
import ai.zavora.core.session.RepairReport.SavedSession;
import ai.zavora.core.session.SessionArchive.SessionOwner;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.LegacySessions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is left of a damaged database of the earlier Rust version is imported into a new one of ours. */
final class LegacyRepairTest extends MigrationFixture {
    private static final int EVENTS = 120;
    private static final int PAGE = 4096;
    private static final SessionOwner OWNER = new SessionOwner("app", "user");

    private byte[] whole = {};

    @BeforeEach
    void fill() throws IOException, SQLException {
        try (var old = LegacySessions.create(file)) {
            old.inOneTransaction();
            for (var user : List.of("u", "v")) {
                old.session(user, "s", "{\"mood\":\"good\"}");
                for (var i = 0; i < EVENTS; i++) {
                    // the last is longer than a page
                    old.eventOf(user, "01", text(user, i) + (i == EVENTS - 1 ? " long".repeat(3000) : ""));
                }
            }
            old.states("u", "{\"a\":1}", "{\"b\":2}");
        }
        whole = Files.readAllBytes(file);
    }

    private static String text(String user, int number) {
        return "precious " + user + " " + number + ".";
    }

    private static SessionKey key(String user) {
        return new SessionKey("app", user, "s");
    }

    private RepairReport repair() throws IOException {
        var damaged = Files.readAllBytes(file);
        var report = SqliteArchive.of("sqlite://" + file, folder, InstantSource.system())
                .repair(OWNER)
                .orElseThrow();
        assertThat(file).hasBinaryContent(damaged);
        return report;
    }

    private List<Event> events(Path database, SessionKey key) {
        try (var store = SqliteStore.open("sqlite://" + database, folder, InstantSource.system())) {
            return store.events(key, 0, Integer.MAX_VALUE);
        }
    }

    /** The pages of a table or an index, by what SQLite itself says. */
    private List<Integer> pages(String name) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT pageno FROM dbstat WHERE pagetype = 'leaf' AND name = '" + name + "' ORDER BY 1")) {
            var pages = new ArrayList<Integer>();
            while (rows.next()) {
                pages.add(rows.getInt(1));
            }
            return pages;
        }
    }

    private void overwrite(List<Integer> pages) throws IOException {
        var bytes = whole.clone();
        for (var page : pages) {
            Arrays.fill(bytes, (page - 1) * PAGE, page * PAGE, (byte) 0x5a);
        }
        Files.write(file, bytes);
    }

    private static SavedSession only(RepairReport report, String user) {
        return report.sessions().stream()
                .filter(session -> session.key().equals(key(user)))
                .findFirst()
                .orElseThrow();
    }

    private void isWhole(RepairReport report) {
        assertThat(report.lost() + report.unreadable()).isZero();
        for (var user : List.of("u", "v")) {
            assertThat(only(report, user)).isEqualTo(new SavedSession(key(user), Name.KEPT, EVENTS, 0, 0));
            var said = events(report.repaired().file(), key(user)).toString();
            assertThat(IntStream.range(0, EVENTS))
                    .allSatisfy(i -> assertThat(said).contains(text(user, i)));
        }
    }

    @Test
    void aSoundOneIsLeftToTheImport() {
        assertThatThrownBy(this::repair).isInstanceOf(ZavoraException.class).hasMessageContaining("Rust version");
    }

    @Test
    void everythingIsThereWhenOnlyAnIndexIsDamaged() throws Exception {
        overwrite(pages("sqlite_autoindex_events_1"));

        var report = repair();

        isWhole(report);
        try (var database = Database.readable(report.repaired().file().toString())) {
            assertThat(database.all(row -> row.getString(1), "SELECT state FROM journal_state ORDER BY scope"))
                    .containsExactly("{\"a\":1}", "{\"b\":2}");
        }
    }

    @Test
    void everythingIsThereWhenTheListOfTablesIsGone() throws Exception {
        overwrite(List.of(1));

        isWhole(repair());
    }

    @Test
    void lostRowsOfEventsAreCountedBySession() throws Exception {
        var pages = pages("events");
        overwrite(pages.subList(1, 3));

        var report = repair();

        var lost = report.lost();
        assertThat(lost).isPositive();
        assertThat(report.sessions()).allMatch(session -> session.name() == Name.KEPT);
        assertThat(only(report, "u").recovered() + only(report, "v").recovered())
                .isEqualTo(2 * EVENTS - lost);
        assertThat(report.moreMayBeLost()).isFalse();
    }

    /** As when a file was not copied to its end. */
    @Test
    void whereRowsAreGoneWithTheirKeysThatIsTold() throws Exception {
        Files.write(file, Arrays.copyOf(whole, whole.length * 6 / 10));

        var report = repair();

        assertThat(report.recovered() + report.lost() + report.unreadable()).isLessThan(2 * EVENTS);
        assertThat(report.moreMayBeLost()).isTrue();
    }

    @Test
    void aSessionOfWhichOnlyTheNameIsLeftKeepsItsEvents() throws Exception {
        overwrite(pages("sessions"));

        var report = repair();

        assertThat(report.repaired().sessions()).isEqualTo(2);
        assertThat(only(report, "v").recovered()).isEqualTo(EVENTS);
        // their states
        assertThat(report.unreadable()).isGreaterThanOrEqualTo(2);
    }

    /** As by a sector that reads as zeros: the row is there, and what was said is not. */
    @Test
    void anEventThatIsDamagedInsideIsNotToldAsSaved() throws Exception {
        overwrite(List.of(pages("sqlite_autoindex_events_1").getFirst()));
        var bytes = Files.readAllBytes(file);
        var content = new String(bytes, StandardCharsets.ISO_8859_1);
        // SQLite leaves copies behind where it moved a row
        for (var at = content.indexOf(text("u", 7)); at >= 0; at = content.indexOf(text("u", 7), at + 1)) {
            Arrays.fill(bytes, at, at + 5, (byte) 0);
        }
        Files.write(file, bytes);

        var report = repair();

        assertThat(only(report, "u")).isEqualTo(new SavedSession(key("u"), Name.KEPT, EVENTS - 1, 0, 1));
        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.unreadable()).isZero();
        assertThat(report.repaired().events()).isEqualTo(2 * EVENTS + 2);
    }

    @Test
    void anEventOfWhichTheEndIsGoneIsCounted() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT min(pageno) FROM dbstat WHERE pagetype = 'overflow'")) {
            rows.next();
            var bytes = whole.clone();
            // the chain leads to a page that is not there
            Arrays.fill(bytes, (rows.getInt(1) - 1) * PAGE, (rows.getInt(1) - 1) * PAGE + 4, (byte) 0x7f);
            Files.write(file, bytes);
        }

        var report = repair();

        assertThat(report.lost()).isEqualTo(1);
        assertThat(report.unreadable()).isEqualTo(1);
    }

    @Test
    void whateverIsDamagedTheRestIsSoundAndTold() throws Exception {
        var random = new Random(20260301);
        for (var round = 0; round < 30; round++) {
            var bytes = whole.clone();
            for (var i = 0; i < 1 + random.nextInt(8); i++) {
                var at = random.nextInt(bytes.length);
                Arrays.fill(
                        bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(600)), (byte) random.nextInt(256));
            }
            Files.write(file, random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            RepairReport report;
            try {
                report = repair();
            } catch (ZavoraException refused) {
                // sound after all, or nothing is left: the message says which, and nothing was written
                assertThat(refused.hint()).isNotBlank();
                assertThat(file.resolveSibling("sessions.db.repaired")).doesNotExist();
                continue;
            }
            if (!report.moreMayBeLost()) {
                assertThat(report.recovered() + report.lost() + report.unreadable())
                        .as("round %d", round)
                        .isGreaterThanOrEqualTo(2 * EVENTS);
            }
            var result = report.repaired().file();
            try (var database = Database.unchanged(result)) {
                assertThat(database.text("PRAGMA integrity_check")).isEqualTo("ok");
                assertThat(database.number("SELECT count(*) FROM journal_session"))
                        .isEqualTo(report.repaired().sessions());
            }
            Files.delete(result);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}

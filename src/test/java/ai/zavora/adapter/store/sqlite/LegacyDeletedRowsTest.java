package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.RepairReport;
import ai.zavora.core.session.RepairReport.SavedSession;
import ai.zavora.core.session.SessionArchive.SessionOwner;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.LegacySessions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A damaged database of the earlier Rust version that still holds what was deleted from it, in pages that are free:
 * SQLite overwrites nothing where it is not told to.
 */
final class LegacyDeletedRowsTest extends MigrationFixture {
    private static final int EVENTS = 60;
    private static final int KEPT = 20;
    private static final int PAGE = 4096;
    private static final int FIRST_FREE = 32;
    private static final String DELETED = "deleted words";

    @BeforeEach
    void fill() throws SQLException {
        try (var old = LegacySessions.create(file)) {
            old.inOneTransaction();
            for (var id : List.of("a", "b", "gone")) {
                old.session("u", id, "{}");
                for (var i = 0; i < EVENTS; i++) {
                    event(old, id, i);
                }
            }
        }
        try (var old = LegacySessions.open(file)) {
            old.inOneTransaction();
            old.execute("DELETE FROM events WHERE session_id = 'gone'");
            old.execute("DELETE FROM sessions WHERE session_id = 'gone'");
            // as that version summarises: what is kept is written again
            old.execute("DELETE FROM events WHERE session_id = 'a'");
            for (var i = EVENTS - KEPT; i < EVENTS; i++) {
                event(old, "a", i);
            }
        }
    }

    private static void event(LegacySessions old, String session, int number) throws SQLException {
        var text = (session.equals("gone") ? DELETED : "text of " + session) + " " + number + " ";
        old.execute(
                "INSERT INTO events VALUES (?, 'app', 'u', ?, 'inv', '', 'user', ?, ?, '{}', '[]')",
                session + "-" + number,
                session,
                LegacySessions.time("%02d".formatted(number)),
                LegacySessions.response("user", "{\"text\":\"" + text + "y".repeat(900) + "\"}"));
    }

    /** The pages of a table or an index, by what SQLite itself says: those that lead to others, or the others. */
    private List<Integer> pages(String kind, String name) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT pageno FROM dbstat WHERE pagetype = '" + kind
                        + "' AND name = '" + name + "' ORDER BY path")) {
            var pages = new ArrayList<Integer>();
            while (rows.next()) {
                pages.add(rows.getInt(1));
            }
            return pages;
        }
    }

    private int firstFree() throws IOException {
        return ByteBuffer.wrap(Files.readAllBytes(file)).getInt(FIRST_FREE);
    }

    private void clear(int... pages) throws IOException {
        var bytes = Files.readAllBytes(file);
        for (var page : pages) {
            assertThat(page).isPositive();
            Arrays.fill(bytes, (page - 1) * PAGE, page * PAGE, (byte) 0);
        }
        Files.write(file, bytes);
    }

    private RepairReport repair() {
        return SqliteArchive.of("sqlite://" + file, folder, InstantSource.system())
                .repair(new SessionOwner("app", "user"))
                .orElseThrow();
    }

    private List<Event> events(Path database, String id) {
        try (var store = SqliteStore.open("sqlite://" + database, folder, InstantSource.system())) {
            return store.events(new SessionKey("app", "u", id), 0, Integer.MAX_VALUE);
        }
    }

    private static List<String> ids(RepairReport report) {
        return report.sessions().stream().map(session -> session.key().id()).toList();
    }

    private void holdsNothingDeleted(RepairReport report) {
        assertThat(ids(report)).containsExactly("a", "b");
        assertThat(report.mayHoldDeleted()).isFalse();
        assertThat(events(report.repaired().file(), "a"))
                .hasSizeLessThanOrEqualTo(KEPT)
                .doesNotHaveDuplicates();
    }

    private void isWhole(RepairReport report) {
        holdsNothingDeleted(report);
        assertThat(report.lost() + report.unreadable()).isZero();
        assertThat(events(report.repaired().file(), "a"))
                .extracting(Event::id)
                .hasSize(KEPT)
                .doesNotHaveDuplicates();
        assertThat(events(report.repaired().file(), "b")).hasSize(EVENTS);
    }

    @Test
    void staysDeletedWhereTheTablesAreWhole() throws Exception {
        clear(firstFree());

        isWhole(repair());
    }

    @Test
    void staysDeletedWhereAnIndexIsLostAsWell() throws Exception {
        clear(firstFree(), pages("leaf", "sqlite_autoindex_events_1").getFirst());

        isWhole(repair());
    }

    @Test
    void staysDeletedWhereTheIndexTellsWhatIsLost() throws Exception {
        clear(firstFree(), pages("leaf", "events").getFirst());

        var report = repair();

        holdsNothingDeleted(report);
        var left = events(report.repaired().file(), "a").size()
                + events(report.repaired().file(), "b").size();
        assertThat(report.lost()).isPositive().isEqualTo(EVENTS + KEPT - left);
    }

    @Test
    void pagesThatNothingLeadsToAreFound() throws Exception {
        clear(firstFree(), pages("internal", "events").getFirst());

        isWhole(repair());
    }

    @Test
    void freePagesAreLeftOutWhileTheListOfThemIsWhole() throws Exception {
        clear(
                pages("internal", "events").getFirst(),
                pages("leaf", "sqlite_autoindex_events_1").getFirst());

        isWhole(repair());
    }

    /** The list of tables goes with it. */
    @Test
    void freePagesAreFoundWhereTheHeaderHasForgottenThem() throws Exception {
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, FIRST_FREE, 512, (byte) 0);
        Files.write(file, bytes);

        var report = repair();

        assertThat(ids(report)).containsExactly("a", "b");
        assertThat(report.mayHoldDeleted()).isTrue();
        assertThat(events(report.repaired().file(), "b")).hasSize(EVENTS);
    }

    @Test
    void whatMayHaveBeenDeletedIsSaidToBe() throws Exception {
        clear(
                firstFree(),
                pages("internal", "events").getFirst(),
                pages("leaf", "sqlite_autoindex_events_1").getFirst());

        var report = repair();

        assertThat(report.mayHoldDeleted()).isTrue();
        assertThat(report.sessions())
                .filteredOn(session -> session.key().id().equals("b"))
                .extracting(SavedSession::recovered)
                .containsExactly((long) EVENTS);
        for (var id : ids(report)) {
            assertThat(events(report.repaired().file(), id))
                    .extracting(Event::id)
                    .doesNotHaveDuplicates();
        }
    }
}

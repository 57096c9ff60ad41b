package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.adapter.store.sqlite.Garbage.Range;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waits to be cleared away goes some at a time, and what belongs to a session stays. */
final class GarbageTest {
    private static final int BATCH = 5_000;

    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() throws SQLException {
        database = Database.writable(folder.resolve("sessions.db").toString());
        Schema.prepare(database);
    }

    @AfterEach
    void close() throws SQLException {
        database.close();
    }

    private void events(long session, int count) throws SQLException {
        database.update(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
                        + " INSERT INTO journal_event SELECT (? << 32) + i, 'entry' FROM n",
                count,
                session);
    }

    private void session(long id, int events) throws SQLException {
        database.update(
                "INSERT INTO journal_session (id, app, user, session_id, created_unix_ns, updated_unix_ns, last_seq)"
                        + " VALUES (?1, 'app', 'user', 's' || ?1, 1, 1, ?2)",
                id,
                events);
        events(id, events);
    }

    private void range(long first, long last) throws SQLException {
        database.update("INSERT INTO journal_garbage VALUES (?, ?)", first, last);
    }

    /** Clears until nothing waits; how many events each batch took. */
    private List<Long> batches() throws SQLException {
        var batches = new ArrayList<Long>();
        var before = events();
        var next = OptionalLong.of(Long.MIN_VALUE);
        while (next.isPresent()) {
            var from = next.getAsLong();
            next = database.transaction(() -> Garbage.clear(database, from, Long.MAX_VALUE));
            batches.add(before - events());
            before = events();
        }
        assertThat(database.number("SELECT count(*) FROM journal_garbage")).isZero();
        return batches;
    }

    private long events() throws SQLException {
        return database.number("SELECT count(*) FROM journal_event");
    }

    private long events(long session) throws SQLException {
        return database.number("SELECT count(*) FROM journal_event WHERE key >> 32 = " + session);
    }

    /** The log takes as much room as a batch. */
    @Test
    void ofLargeEventsFewerGoAtOnce() throws Exception {
        events(1, 10);
        database.execute("UPDATE journal_event SET entry = printf('%.1000000c', 'x')");
        range(SessionRows.key(1, 0), SessionRows.key(1, SessionRows.MAX_SEQ));

        assertThat(batches()).startsWith(4L).allMatch(taken -> taken <= 4);
        assertThat(events()).isZero();
    }

    @Test
    void whatIsTooLargeForTheRoomWaitsAndHoldsUpNothing() throws Exception {
        session(2, 3);
        for (var session = 1; session <= 150; session++) {
            if (session != 2) {
                events(session, 3);
            }
            range(SessionRows.key(session, 0), SessionRows.key(session, SessionRows.MAX_SEQ));
        }
        database.execute("UPDATE journal_event SET entry = printf('%.100000c', 'x') WHERE key & 3 = 1");

        var next = OptionalLong.of(Long.MIN_VALUE);
        var batches = 0;
        while (next.isPresent()) {
            var from = next.getAsLong();
            next = database.transaction(() -> Garbage.clear(database, from, 100_000));
            batches++;
        }

        assertThat(batches).isLessThan(20);
        assertThat(database.number("SELECT count(*) FROM journal_event WHERE key >> 32 <> 2"))
                .isEqualTo(149);
        assertThat(database.number("SELECT count(*) FROM journal_garbage")).isEqualTo(149);
        assertThat(batches()).last().isNotEqualTo(0L);
        assertThat(events()).isEqualTo(3);
    }

    @Test
    void manySmallRangesAndALargeOneGoInBatches() throws Exception {
        for (var session = 1; session <= 150; session++) {
            events(session, 2);
            range(SessionRows.key(session, 0), SessionRows.key(session, SessionRows.MAX_SEQ));
        }
        events(151, 2 * BATCH + 10);
        range(SessionRows.key(151, 0), SessionRows.key(151, SessionRows.MAX_SEQ));

        assertThat(batches())
                .hasSizeBetween(4, 5)
                .allMatch(taken -> taken <= BATCH)
                .contains(200L);
        assertThat(events()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-9223372036854775808, 9223372036854775807", "4294967296, 30064771072", "4294967297, 21474836480"})
    void sessionsThatAreThereKeepTheirEventsInEveryBatch(long first, long last) throws Exception {
        events(1, BATCH + 1);
        session(2, 3);
        events(3, 2 * BATCH);
        session(4, 7);
        session(5, 1);
        events(6, 1);
        session(Integer.MAX_VALUE, 2);
        range(first, last);
        range(SessionRows.key(2, 1), SessionRows.key(2, 2));

        assertThat(batches()).allMatch(taken -> taken <= BATCH);

        assertThat(List.of(events(1), events(3))).containsOnly(0L);
        assertThat(events(2)).isEqualTo(3);
        assertThat(events(4)).isEqualTo(7);
        assertThat(events(5)).isEqualTo(1);
        assertThat(events(6)).isEqualTo(last > SessionRows.key(6, 0) ? 0 : 1);
        assertThat(events(Integer.MAX_VALUE)).isEqualTo(2);
    }

    @Test
    void aRangeTellsWhetherASessionIsInIt() throws Exception {
        session(2, 3);
        assertThat(new Range(SessionRows.key(1, 0), SessionRows.key(1, SessionRows.MAX_SEQ)).coversSession(database))
                .isFalse();
        assertThat(new Range(SessionRows.key(1, 0), SessionRows.key(2, 0)).coversSession(database))
                .isTrue();
        assertThat(new Range(SessionRows.key(3, 0), SessionRows.key(9, 0)).coversSession(database))
                .isFalse();
    }
}

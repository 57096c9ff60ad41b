package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionStore;
import ai.zavora.testing.Events;
import ai.zavora.testing.JavaProcess;
import ai.zavora.testing.SessionStoreContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SqliteStoreTest extends SessionStoreContract {
    @TempDir
    Path folder;

    @Override
    protected SessionStore newStore(InstantSource time) {
        return SqliteStore.open("sqlite://made/for/us/sessions.db?mode=rwc", folder, time);
    }

    private Path file() {
        return folder.resolve("made/for/us/sessions.db");
    }

    @Test
    void onlyTheOwnerMayReadTheFiles() throws IOException {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 1));
        try (var files = Files.list(file().getParent())) {
            assertThat(files).hasSize(3).allSatisfy(path -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-------"));
        }
    }

    @Test
    void aLaterProcessFindsEverything() {
        var before = store.open(KEY);
        clock.advance(Duration.ofNanos(123_456_789));
        store.append(KEY, 0, Events.numbered("a", 3));
        var written = store.events(KEY, 0, 10);
        store.close();
        try (var later = newStore(clock)) {
            assertThat(later.events(KEY, 0, 10)).isEqualTo(written);
            assertThat(later.open(KEY).createdAt()).isEqualTo(before.createdAt());
            assertThat(later.open(KEY).updatedAt()).isEqualTo(clock.instant());
        }
    }

    @Test
    void twoStoresOnOneFileSeeEachOther() throws InterruptedException {
        try (var other = newStore(clock)) {
            store.open(KEY);
            other.append(KEY, 0, Events.numbered("other", 1));
            assertSessionError(() -> store.append(KEY, 0, Events.numbered("own", 1)));
            store.append(KEY, 1, Events.numbered("own", 1));
            assertThat(other.events(KEY, 0, 10)).extracting(Events::textOf).containsExactly("other1", "own1");
            try (var lease = store.lease(KEY, Duration.ZERO)) {
                assertThat(lease).isNotNull();
                assertSessionError(() -> other.lease(KEY, Duration.ofMillis(30)));
            }
            other.lease(KEY, Duration.ZERO).close();
        }
    }

    @Test
    void closingTheStoreGivesLeasesBack() throws InterruptedException {
        store.lease(KEY, Duration.ZERO);
        store.close();
        try (var later = newStore(clock)) {
            later.lease(KEY, Duration.ZERO).close();
        }
    }

    @Test
    void aNewFileCanBeOpenedByManyAtOnce() throws Exception {
        var opening = new ArrayList<Callable<Long>>();
        for (var i = 0; i < 8; i++) {
            opening.add(() -> {
                try (var own = SqliteStore.open("sqlite://new.db", folder, clock)) {
                    return own.open(KEY).lastSeq();
                }
            });
        }
        try (var pool = Executors.newFixedThreadPool(8)) {
            for (var opened : pool.invokeAll(opening)) {
                assertThat(opened.get()).isZero();
            }
        }
    }

    /** As between the tables and the log, when several open a new file at once. */
    @Test
    void aFileWithoutALogIsOpenedOnceTheWriterBesideIsDone() throws Exception {
        store.close();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement();
                var opener = Executors.newSingleThreadExecutor()) {
            statement.execute("PRAGMA journal_mode = DELETE");
            statement.execute("BEGIN IMMEDIATE");
            var opening = opener.submit(() -> newStore(clock));
            assertThatThrownBy(() -> opening.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
            statement.execute("COMMIT");
            try (var opened = opening.get()) {
                assertThat(opened.open(KEY).lastSeq()).isZero();
            }
        }
    }

    @Test
    void processesAppendTogetherWithoutLosingAnything() throws Exception {
        store.open(KEY);
        var each = 25;
        var processes = new ArrayList<JavaProcess>();
        for (var name : List.of("a", "b", "c")) {
            processes.add(JavaProcess.start(AppendingProcess.class, file().toString(), name, Integer.toString(each)));
        }
        for (var process : processes) {
            try (process) {
                assertThat(process.rest()).hasSize(each);
                assertThat(process.exitCode()).isZero();
            }
        }
        var events = store.events(KEY, 0, 1000);
        assertThat(events).extracting(Events::textOf).hasSize(3 * each).doesNotHaveDuplicates();
        assertThat(events.getLast().seq()).isEqualTo(3L * each);
    }

    @Test
    void aKilledProcessLosesNoCommittedEntryAndNoLease() throws Exception {
        store.open(KEY);
        try (var process = JavaProcess.start(HoldingProcess.class, file().toString())) {
            for (var i = 0; i < 20; i++) {
                process.line();
            }
            assertSessionError(() -> store.lease(KEY, Duration.ZERO));
            process.kill();
            var told = process.rest().stream().mapToLong(Long::parseLong).max().orElse(60);
            var events = store.events(KEY, 0, Integer.MAX_VALUE);
            assertThat(events.size()).isGreaterThanOrEqualTo((int) told).isLessThanOrEqualTo((int) told + 3);
            assertThat(events.size() % 3).as("whole transactions").isZero();
            assertThat(events.getLast().seq()).isEqualTo(events.size());
            try (var lease = store.lease(KEY, Duration.ZERO)) {
                assertThat(lease).isNotNull();
                store.append(KEY, events.size(), Events.numbered("after", 1));
            }
        }
    }

    @Test
    void theLeaseOfAnotherHostRunsOutUnlessRenewed() throws Exception {
        leaseOfAnotherHost(clock.millis() + Leases.LIFE.toMillis());
        assertSessionError(() -> store.lease(KEY, Duration.ofMillis(30)));
        clock.advance(Leases.LIFE);
        store.lease(KEY, Duration.ZERO).close();
    }

    @Test
    void aSessionThatGrowsMeanwhileIsNeverTakenForDamaged() throws Exception {
        store.open(KEY);
        var writer = Thread.ofPlatform().start(() -> {
            for (var seq = 0; seq < 1000; seq++) {
                store.append(KEY, seq, Events.numbered("a", 1));
            }
        });
        while (writer.isAlive()) {
            var last = store.find(KEY).orElseThrow().lastSeq();
            assertThat(store.events(KEY, Math.max(0, last - 1), 1)).hasSizeLessThanOrEqualTo(1);
        }
        assertThat(store.find(KEY).orElseThrow().lastSeq()).isEqualTo(1000);
    }

    /** As a damaged database has them, or one that was written while a clock was wrong. */
    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000, 3_600_000})
    void aMarkThatNoHostCanHaveGivenLocksNothing(long ahead) throws Exception {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 1));
        var expires = Math.max(ahead, clock.millis() + 3_600_000);
        leaseOfAnotherHost(expires);
        try (var database = Database.writable(file().toString())) {
            database.execute("INSERT INTO journal_hold SELECT * FROM journal_lease");
        }

        store.lease(KEY, Duration.ZERO).close();
        assertThat(store.delete(KEY)).isTrue();
    }

    @Test
    void aTurnWhoseLeaseWasTakenOverCannotAppend() throws Exception {
        store.open(KEY);
        try (var lease = store.lease(KEY, Duration.ZERO)) {
            assertThat(lease).isNotNull();
            store.append(KEY, 0, Events.numbered("a", 1));
            leaseOfAnotherHost(clock.millis() + 1);
            assertSessionError(() -> store.append(KEY, 1, Events.numbered("a", 1)));
        }
        assertThat(store.events(KEY, 0, 10)).hasSize(1);
        assertSessionError(() -> store.lease(KEY, Duration.ZERO));
    }

    @Test
    void renewalKeepsALeaseAlive() throws Exception {
        try (var connections = Connections.open(SqliteUrl.parse("sqlite://renewed.db", folder));
                var leases = new Leases(connections, clock);
                var other = SqliteStore.open("sqlite://renewed.db", folder, clock)) {
            leases.take(KEY, Duration.ZERO);
            clock.advance(Leases.LIFE.minusSeconds(1));
            leases.renew();
            clock.advance(Leases.LIFE.minusSeconds(1));
            assertSessionError(() -> other.lease(KEY, Duration.ZERO));
            clock.advance(Duration.ofSeconds(1));
            other.lease(KEY, Duration.ZERO).close();
        }
    }

    @Test
    void appendsWaitForTheDiskThoughLeasesDoNot() throws Exception {
        var full = 2L;
        try (var connections = Connections.open(SqliteUrl.parse("sqlite://full.db", folder));
                var leases = new Leases(connections, clock)) {
            leases.take(KEY, Duration.ZERO);
            leases.renew();
            long synchronous = connections.write(database -> database.number("PRAGMA synchronous"));
            assertThat(synchronous).isEqualTo(full);
        }
    }

    @Test
    void missingEntriesAreTold() throws SQLException {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 3));
        for (var missing : new int[] {3, 2}) {
            try (var database = Database.writable(file().toString())) {
                database.update("DELETE FROM journal_event WHERE key & 4294967295 = ?", missing);
            }
            assertSessionError(() -> store.events(KEY, 0, 10));
        }
        assertThat(store.events(KEY, 0, 1)).hasSize(1);
    }

    @Test
    void rowsWithoutTheirTextsAreTold() throws SQLException {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 1));
        try (var database = Database.writable(file().toString())) {
            database.update("UPDATE journal_event SET entry = ''");
            database.update("UPDATE journal_session SET session_id = ''");
        }
        assertSessionError(() -> store.list(KEY.app(), KEY.user()));
    }

    @Test
    void entriesThatCannotBeReadAreToldNotSkipped() throws SQLException {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 3));
        try (var database = Database.writable(file().toString())) {
            database.update("UPDATE journal_event SET entry = '{\"damaged\"' WHERE key & 4294967295 = 2");
        }
        assertSessionError(() -> store.events(KEY, 0, 10));
        assertThat(store.events(KEY, 2, 10)).extracting(Event::seq).containsExactly(3L);
    }

    @Test
    void peopleCanLookAtTheJournal() throws SQLException {
        store.open(KEY);
        store.append(KEY, 0, Events.numbered("a", 2));
        try (var database = Database.readable(file().toString())) {
            assertThat(database.all(
                            row -> row.getString(1) + "/" + row.getLong(2), "SELECT session_id, seq FROM journal"))
                    .containsExactly("session/1", "session/2");
        }
    }

    @Test
    void deletingOneSessionLeavesItsNeighbours() {
        var neighbours = List.of(new SessionKey("app", "user", "a"), KEY, new SessionKey("app", "user", "z"));
        for (var key : neighbours) {
            store.open(key);
            store.append(key, 0, Events.numbered(key.id(), 5));
        }
        store.delete(KEY);
        assertThat(store.events(neighbours.getFirst(), 0, 10)).hasSize(5);
        assertThat(store.events(neighbours.getLast(), 0, 10)).hasSize(5);
    }

    private void leaseOfAnotherHost(long expires) throws SQLException {
        try (var database = Database.writable(file().toString())) {
            database.update(
                    "INSERT OR REPLACE INTO journal_lease VALUES (?, ?, ?, 42, 'elsewhere', 1, 0, ?)",
                    KEY.app(),
                    KEY.user(),
                    KEY.id(),
                    expires);
        }
    }
}

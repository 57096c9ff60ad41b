package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.SessionMigration.Outcome;
import ai.zavora.core.session.SessionMigration.Report;
import ai.zavora.testing.Events;
import ai.zavora.testing.LegacySessions;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a migration: what is kept, what a crash leaves, and what is refused. */
final class MigrationStepsTest extends MigrationFixture {
    private static final SessionKey KEY = new SessionKey("app", "u", "s");

    private void legacy() throws SQLException {
        try (var old = LegacySessions.create(file)) {
            old.session("u", "s", "{}").eventOf("u", "01", "precious");
        }
    }

    private String stored() {
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            return store.events(KEY, 0, 100).toString();
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private void refused(String message) throws IOException {
        var before = names();
        var bytes = Files.readAllBytes(file);
        assertThatThrownBy(this::migrate)
                .isInstanceOfSatisfying(
                        ZavoraException.class, e -> assertThat(e.kind()).isEqualTo(ErrorKind.SESSION))
                .hasMessageContaining(message)
                .hasMessageNotContaining(".source");
        assertThat(names()).isEqualTo(before);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void theOriginalIsKeptByteForByte() throws Exception {
        legacy();
        var bytes = Files.readAllBytes(file);

        assertThat(migrate().outcome()).isEqualTo(Outcome.IMPORTED);

        assertThat(Files.readAllBytes(folder.resolve("sessions.db.legacy"))).isEqualTo(bytes);
        assertThat(names()).containsExactly("sessions.db", "sessions.db.legacy");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void earlierOriginalsAreNotReplaced() throws Exception {
        Files.writeString(folder.resolve("sessions.db.legacy"), "precious too");
        legacy();

        assertThat(migrate().original()).contains(folder.resolve("sessions.db.legacy.2"));

        assertThat(folder.resolve("sessions.db.legacy")).hasContent("precious too");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void whatACrashCutOffIsFinished(int steps) throws Exception {
        legacy();
        var bytes = Files.readAllBytes(file);
        var work = new LegacyImport(new LegacyFiles(file));
        if (steps == 0) {
            Files.writeString(folder.resolve("sessions.db.migrating"), "half");
            Files.writeString(folder.resolve("sessions.db.migrating-wal"), "half");
            Files.writeString(folder.resolve("sessions.db.migrating.source"), "half");
            Files.writeString(folder.resolve("sessions.db.migrating.lock"), "");
        }
        if (steps >= 1) {
            work.fill();
        }
        if (steps >= 2) {
            work.keepOriginal();
        }
        if (steps >= 3) {
            work.removeLogs();
        }
        if (steps >= 4) {
            work.exchange();
        }

        var report = migrate();

        assertThat(report.outcome()).isEqualTo(steps == 4 ? Outcome.CURRENT : Outcome.IMPORTED);
        assertThat(report.counts().events()).isEqualTo(steps == 4 ? 0 : 1);
        assertThat(stored()).containsOnlyOnce("Text[text=precious]");
        assertThat(names()).containsExactly("sessions.db", "sessions.db.legacy");
        assertThat(Files.readAllBytes(folder.resolve("sessions.db.legacy"))).isEqualTo(bytes);
    }

    @Test
    void soIsAnExchangeWhereFilesCannotHaveTwoNames() throws Exception {
        legacy();
        new LegacyImport(new LegacyFiles(file)).fill();
        Files.move(file, folder.resolve("sessions.db.legacy"));

        assertThat(migrate().outcome()).isEqualTo(Outcome.IMPORTED);

        assertThat(stored()).containsOnlyOnce("Text[text=precious]");
        assertThat(names()).containsExactly("sessions.db", "sessions.db.legacy");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3})
    void whatIsOnlyInTheLogIsImportedAndTheLogKept(int steps) throws Exception {
        var other = folder.resolve("other.db");
        try (var open = LegacySessions.create(other)) {
            open.execute("PRAGMA journal_mode = WAL");
            open.session("u", "s", "{}").eventOf("u", "01", "precious");
            // as a crash of that program leaves it
            Files.copy(other, file);
            Files.copy(folder.resolve("other.db-wal"), folder.resolve("sessions.db-wal"));
        }
        Files.delete(other);
        var log = Files.readAllBytes(folder.resolve("sessions.db-wal"));
        var work = new LegacyImport(new LegacyFiles(file));
        if (steps >= 2) {
            work.fill();
            work.keepOriginal();
        }
        if (steps >= 3) {
            work.removeLogs();
        }

        assertThat(migrate().counts().events()).isEqualTo(1);

        assertThat(stored()).containsOnlyOnce("Text[text=precious]");
        assertThat(names()).containsExactly("sessions.db", "sessions.db.legacy", "sessions.db.legacy-wal");
        assertThat(Files.readAllBytes(folder.resolve("sessions.db.legacy-wal"))).isEqualTo(log);
    }

    @Test
    void whatWasChangedMeanwhileIsNotReplaced() throws Exception {
        legacy();
        var work = new LegacyImport(new LegacyFiles(file));
        work.fill();
        try (var database = Database.writable(file.toString())) {
            database.execute("INSERT INTO sessions SELECT app_name, 'v', session_id, state, created_at, updated_at"
                    + " FROM sessions");
        }

        assertThatThrownBy(work::keepOriginal)
                .isInstanceOf(ZavoraException.class)
                .hasMessageContaining("was changed while");
        assertThat(migrate().counts().sessions()).isEqualTo(2);
    }

    @Test
    void whatAnotherProgramWritesToIsNotReplaced() throws Exception {
        legacy();
        var before = Files.readAllBytes(file);
        // the byte that SQLite locks for a transaction that writes
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE);
                var _ = channel.lock(LegacyLock.FIRST_BYTE + 1, 1, false)) {
            assertThatThrownBy(this::migrate)
                    .isInstanceOf(ZavoraException.class)
                    .hasMessageContaining("in use by another program");
            assertThat(names()).doesNotContain("sessions.db.legacy");
        }
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(migrate().outcome()).isEqualTo(Outcome.IMPORTED);
    }

    @Test
    void oneProcessAtATimeImports() throws Exception {
        legacy();
        var lock = Files.createFile(folder.resolve("sessions.db.migrating.lock"));
        try (var channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            assertThatThrownBy(this::migrate).hasMessageContaining("by another process");
        }
        assertThat(migrate().outcome()).isEqualTo(Outcome.IMPORTED);
    }

    @Test
    void anOlderOneOfOursIsCopiedBeforeItIsUpgraded() throws Exception {
        older();

        var report = migrate();

        assertThat(report.outcome()).isEqualTo(Outcome.UPGRADED);
        assertThat(report.original()).contains(folder.resolve("sessions.db.v1"));
        assertUpgraded();
        assertThat(migrate()).isEqualTo(Report.unchanged(Outcome.CURRENT));
    }

    @Test
    void soItIsWhenAnythingOpensIt() throws Exception {
        older();

        assertThat(stored()).isNotEmpty();

        assertUpgraded();
    }

    private void older() throws SQLException {
        try (var store = SqliteStore.open("sqlite://" + file, folder, InstantSource.system())) {
            store.open(KEY);
            store.append(KEY, 0, Events.numbered("kept", 3));
        }
        try (var database = Database.writable(file.toString())) {
            for (var table : List.of("journal_hold", "journal_garbage", "journal_state")) {
                database.execute("DROP TABLE " + table);
            }
            database.execute("PRAGMA user_version = 1");
        }
    }

    private void assertUpgraded() throws Exception {
        assertThat(names()).containsExactly("sessions.db", "sessions.db.v1");
        var copy = folder.resolve("sessions.db.v1");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        try (var database = Database.writable(copy.toString())) {
            assertThat(database.number("PRAGMA user_version")).isEqualTo(1);
            assertThat(database.number("SELECT count(*) FROM journal_event")).isEqualTo(3);
        }
        try (var database = Database.writable(file.toString())) {
            assertThat(database.number("PRAGMA user_version")).isEqualTo(Schema.VERSION);
            assertThat(database.number("SELECT count(*) FROM journal_event")).isEqualTo(3);
        }
    }

    @Test
    void aNewerFormatOfTheEarlierVersionIsRefused() throws Exception {
        try (var old = LegacySessions.create(file)) {
            old.execute("INSERT INTO _adk_session_migrations VALUES (2, 'later', '')");
        }
        refused("newer than the 1 known here");
    }

    @Test
    void aNewerFormatOfOursIsRefused() throws Exception {
        older();
        try (var database = Database.writable(file.toString())) {
            database.execute("PRAGMA user_version = 99");
        }
        refused("newer");
    }

    @Test
    void otherFilesAreRefused() throws Exception {
        try (var database = Database.writable(file.toString())) {
            database.execute("CREATE TABLE sessions (id INTEGER)");
        }
        refused("another program");
        Files.writeString(file, "no database\n".repeat(100));
        refused("damaged");
    }

    @Test
    void aDamagedOriginalIsRefused() throws Exception {
        writeDamaged();
        refused("damaged");
    }
}

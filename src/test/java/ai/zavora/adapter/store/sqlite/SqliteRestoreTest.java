package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.core.session.SessionArchive.Existing;
import ai.zavora.testing.CutOffChange;
import ai.zavora.testing.Events;
import ai.zavora.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Restoring a backup loses nothing. */
final class SqliteRestoreTest extends ArchiveFixture {
    @Test
    void restoringGivesTheEarlierStateAndKeepsTheLaterOne() throws Exception {
        append(3);
        var earlier = events(file);
        archive().backup(backup, Existing.KEEP);
        for (var round = 1; round <= 2; round++) {
            append(2);
            var later = events(file);
            var restoration = archive().restore(backup);

            var kept = restoration.kept().orElseThrow();
            assertThat(kept.getFileName()).hasToString("sessions.db.before-restore" + (round == 1 ? "" : "-2"));
            assertThat(events(file)).isEqualTo(earlier);
            assertThat(events(kept)).isEqualTo(later);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void whatIsOnlyInTheLogIsKeptToo() throws Exception {
        append(1);
        archive().backup(backup, Existing.KEEP);
        try (var process = JavaProcess.start(AppendingProcess.class, file.toString(), "p", "100000")) {
            while (Long.parseLong(process.line()) < 20) {
                // it goes on
            }
            process.kill();
        }
        assertThat(Files.size(DatabaseFile.log(file))).isPositive();

        var kept = archive().restore(backup).kept().orElseThrow();

        assertThat(names(file.getParent())).containsExactlyInAnyOrder("sessions.db", "sessions.db.before-restore");
        assertThat(events(kept)).hasSizeGreaterThanOrEqualTo(20);
        assertThat(events(file)).hasSize(1);
    }

    @Test
    void restoringMakesAMissingDatabase() throws Exception {
        append(3);
        archive().backup(backup, Existing.KEEP);
        file = folder.resolve("new/folder/sessions.db");

        assertThat(archive().preview(backup).present()).isEmpty();
        assertThat(archive().restore(backup).kept()).isEmpty();

        assertThat(events(file)).hasSize(3);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void aDamagedDatabaseIsReplacedAndKeptAsItWas() throws Exception {
        append(3);
        archive().backup(backup, Existing.KEEP);
        Files.writeString(file, "no database at all".repeat(100));
        Files.writeString(DatabaseFile.log(file), "its log");

        assertThat(archive().preview(backup).present()).isEmpty();
        var kept = archive().restore(backup).kept().orElseThrow();

        assertThat(kept).hasContent("no database at all".repeat(100));
        assertThat(DatabaseFile.log(kept)).hasContent("its log");
        assertThat(events(file)).hasSize(3);
    }

    /** Of the database only its log is left, which may hold all that was committed. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aDatabaseOfWhichNothingIsLeftIsReplacedAndItsLogKept(int size) throws Exception {
        append(3);
        archive().backup(backup, Existing.KEEP);
        try (var process = JavaProcess.start(AppendingProcess.class, file.toString(), "p", "100000")) {
            while (Long.parseLong(process.line()) < 20) {
                // it goes on
            }
            process.kill();
        }
        var log = Files.readAllBytes(DatabaseFile.log(file));
        var whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, size));

        assertThat(archive().preview(backup).present()).isEmpty();
        assertThat(Files.readAllBytes(DatabaseFile.log(file))).isEqualTo(log);
        var kept = archive().restore(backup).kept().orElseThrow();

        assertThat(events(file)).hasSize(3);
        assertThat(Files.readAllBytes(kept)).isEqualTo(Arrays.copyOf(whole, size));
        assertThat(Files.readAllBytes(DatabaseFile.log(kept))).isEqualTo(log);
    }

    /** Killed while it was changed without a log, as the last step of a restore does. */
    @Test
    void anUnfinishedChangeIsUndoneBeforeTheDatabaseIsReplaced() throws Exception {
        append(3);
        var before = events(file);
        archive().backup(backup, Existing.KEEP);
        append(2);
        var later = events(file);
        CutOffChange.in(file, "journal_event");

        var kept = archive().restore(backup).kept().orElseThrow();

        assertThat(events(file)).isEqualTo(before);
        assertThat(events(kept)).isEqualTo(later);
    }

    @Test
    void aDatabaseInUseIsNotReplaced() throws Exception {
        append(3);
        archive().backup(backup, Existing.KEEP);
        try (var store = open();
                var _ = store.hold(KEY)) {
            refused(ErrorKind.SESSION, "in use", () -> archive().restore(backup));
        }
        try (var store = open()) {
            // no mark of use, but open
            store.find(KEY);
            refused(ErrorKind.SESSION, "in use", () -> archive().restore(backup));
            assertThat(store.append(KEY, 3, Events.numbered("more", 1))).isEqualTo(4);
        }
        assertThat(names(file.getParent())).containsExactly("sessions.db");
        assertThat(events(file)).hasSize(4);
    }

    @Test
    void whatIsNoBackupIsRefusedAndNothingChanges() throws Exception {
        append(3);
        refused(ErrorKind.INPUT, "does not exist", () -> archive().restore(backup));
        refused(ErrorKind.INPUT, "no regular file", () -> archive().restore(folder));
        refused(ErrorKind.INPUT, "database itself", () -> archive().restore(file));
        Files.createFile(backup);
        refused(ErrorKind.SESSION, "is empty", () -> archive().restore(backup));
        Files.writeString(backup, "text".repeat(1000));
        refused(ErrorKind.SESSION, "damaged", () -> archive().restore(backup));
        assertThat(backup).hasContent("text".repeat(1000));

        refusedMadeOf("earlier Rust version", "CREATE TABLE sessions (app_name TEXT)");
        refusedMadeOf("another program", "CREATE TABLE notes (text TEXT)");
        Files.delete(backup);
        archive().backup(backup, Existing.KEEP);
        var whole = Files.readAllBytes(backup);
        try (var database = Database.writable(backup.toString())) {
            database.execute("PRAGMA user_version = " + (Schema.VERSION + 1));
        }
        refused(ErrorKind.SESSION, "newer", () -> archive().restore(backup));
        Arrays.fill(whole, 4096, 8192, (byte) 0x5a);
        Files.write(backup, whole);
        refused(ErrorKind.SESSION, "damaged", () -> archive().preview(backup));
        refused(ErrorKind.SESSION, "damaged", () -> archive().restore(backup));

        assertThat(names(file.getParent())).containsExactly("sessions.db");
        assertThat(events(file)).hasSize(3);
    }

    private void refusedMadeOf(String reason, String statement) throws IOException, SQLException {
        Files.delete(backup);
        try (var database = Database.writable(backup.toString())) {
            database.execute(statement);
        }
        refused(ErrorKind.SESSION, reason, () -> archive().restore(backup));
    }

    /** Every step of the swap on its own: whatever was done before the end, the database is the earlier one. */
    @Test
    void aCrashBetweenTheStepsLosesNothing() throws Exception {
        append(3);
        archive().backup(backup, Existing.KEEP);
        append(2);
        var restore = new Restore(file.toRealPath(), InstantSource.system());

        var copy = restore.copy(backup);
        assertThat(events(file)).hasSize(5);
        ArchiveCopy.finish(copy.file(), backup, "The copy");
        assertThat(events(file)).hasSize(5);
        Seal.of(file, InstantSource.system()).close();
        assertThat(events(file)).hasSize(5);
        Seal.of(file, InstantSource.system()).close();
        restore.keep();
        append(1);
        assertThat(events(file)).hasSize(6);

        var kept = archive().restore(backup).kept().orElseThrow();
        assertThat(kept.getFileName()).hasToString("sessions.db.before-restore-2");
        assertThat(events(kept)).hasSize(6);
        assertThat(events(file)).hasSize(3);
    }

    /** Another process that opened the file just before it was replaced must not bring its log to the new one. */
    @Test
    void whoStillHasTheReplacedFileOpenCannotWriteToTheNewOne() throws Exception {
        append(3);
        archive().backup(backup, Existing.KEEP);
        // a database that keeps no log, as a copied backup does not, can be open without being locked
        try (var copied = Database.writable(file.toString())) {
            assertThat(copied.text("PRAGMA journal_mode = DELETE")).isEqualTo("delete");
        }
        try (var late = Database.writable(file.toString())) {
            late.number("PRAGMA user_version");
            archive().restore(backup);
            assertThatThrownBy(() -> Schema.prepare(late)).isInstanceOf(SQLException.class);
        }
        assertThat(names(file.getParent())).containsExactlyInAnyOrder("sessions.db", "sessions.db.before-restore");
        assertThat(events(file)).hasSize(3);
    }

    /** A long read, as of a backup, must not keep turns from being written. */
    @Test
    void whatIsRestoredCanBeReadAndWrittenAtOnce() throws Exception {
        append(3);
        archive().backup(backup, Existing.KEEP);
        archive().restore(backup);
        assertThat(names(file.getParent())).containsExactlyInAnyOrder("sessions.db", "sessions.db.before-restore");

        try (var reader = Database.readable(file.toString())) {
            var seen = reader.snapshot(() -> {
                reader.number("SELECT count(*) FROM journal_event");
                append(1);
                return reader.number("SELECT count(*) FROM journal_event");
            });
            assertThat(seen).isEqualTo(3);
        }
        assertThat(events(file)).hasSize(4);
    }
}

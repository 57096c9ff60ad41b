package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionArchive.Existing;
import ai.zavora.core.session.SessionKey;
import ai.zavora.testing.Events;
import ai.zavora.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups are whole and restoring them loses nothing. */
final class SqliteArchiveTest {
    private static final SessionKey KEY = new SessionKey("app", "user", "session");

    @TempDir
    Path folder;

    private Path file;
    private Path backup;

    @BeforeEach
    void place() {
        file = folder.resolve("data/sessions.db");
        backup = folder.resolve("backup.db");
    }

    private SqliteArchive archive() {
        return SqliteArchive.of("sqlite://" + file, folder, InstantSource.system());
    }

    private SqliteStore open() {
        return open(file);
    }

    private SqliteStore open(Path database) {
        return SqliteStore.open("sqlite://" + database, folder, InstantSource.system());
    }

    private void append(int count) {
        try (var store = open()) {
            var end = store.open(KEY).lastSeq();
            store.append(KEY, end, Events.numbered("text ", count));
        }
    }

    private List<Event> events(Path database) {
        try (var store = open(database)) {
            return store.events(KEY, 0, Integer.MAX_VALUE);
        }
    }

    @Test
    void aBackupIsOneFileOfItsOwnerWithEverySession() throws Exception {
        append(3);
        var contents = archive().backup(backup, Existing.KEEP);

        assertThat(contents.file()).isEqualTo(backup);
        assertThat(contents.sessions()).isEqualTo(1);
        assertThat(contents.events()).isEqualTo(3);
        assertThat(contents.bytes()).isEqualTo(Files.size(backup));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactlyInAnyOrder("data", "backup.db");
        assertThat(events(backup)).isEqualTo(events(file));
    }

    @Test
    void aBackupWhileAnotherProcessAppendsHoldsTheBeginning() throws Exception {
        try (var process = JavaProcess.start(AppendingProcess.class, file.toString(), "p", "200")) {
            for (var round = 0; round < 5; round++) {
                var acknowledged = Long.parseLong(process.line());
                archive().backup(backup, Existing.REPLACE);

                var copied = events(backup);
                assertThat(copied).hasSizeGreaterThanOrEqualTo((int) acknowledged);
                assertThat(events(file).subList(0, copied.size())).isEqualTo(copied);
            }
            process.rest();
            assertThat(process.exitCode()).isZero();
        }
        assertThat(events(file)).hasSize(200);
    }

    @Test
    void marksOfUseAndRemovedEventsAreNotInIt() throws Exception {
        append(3);
        try (var store = open();
                var _ = store.lease(KEY, Duration.ZERO);
                var _ = store.hold(KEY);
                var database = Database.writable(file.toString())) {
            database.execute("INSERT INTO journal_event VALUES (" + (7L << 32 | 1) + ", 'removed')");
            // damage: it begins in a session that is there
            database.execute("INSERT INTO journal_garbage VALUES (" + (1L << 32) + ", " + (7L << 32 | 9) + ")");
            archive().backup(backup, Existing.KEEP);
        }
        try (var copy = Database.readable(backup.toString())) {
            for (var table : List.of("journal_lease", "journal_hold", "journal_garbage")) {
                assertThat(copy.number("SELECT count(*) FROM " + table))
                        .as(table)
                        .isZero();
            }
            assertThat(copy.number("SELECT count(*) FROM journal_event")).isEqualTo(3);
            assertThat(copy.number("SELECT seq FROM sqlite_sequence")).isEqualTo(1);
        }
    }

    @Test
    void aBackupReplacesNothingUnasked() throws Exception {
        refused(ErrorKind.INPUT, "no session database", () -> archive().backup(backup, Existing.KEEP));
        append(1);
        Files.writeString(backup, "precious");

        refused(ErrorKind.INPUT, "exists already", () -> archive().backup(backup, Existing.KEEP));
        assertThat(backup).hasContent("precious");
        refused(ErrorKind.INPUT, "database itself", () -> archive().backup(file, Existing.REPLACE));
        Files.createSymbolicLink(folder.resolve("link.db"), file);
        refused(ErrorKind.INPUT, "database itself", () -> archive()
                .backup(folder.resolve("link.db"), Existing.REPLACE));
        refused(ErrorKind.INPUT, "is a folder", () -> archive().backup(folder, Existing.REPLACE));
        refused(ErrorKind.INPUT, "cannot be written", () -> archive()
                .backup(folder.resolve("nowhere/backup.db"), Existing.KEEP));

        archive().backup(backup, Existing.REPLACE);
        assertThat(events(backup)).hasSize(1);
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws Exception {
        append(1);
        var other = Files.writeString(file.resolveSibling(".zavora-copy-of-mine.tmp"), "precious");
        var foreign = Files.createFile(file.resolveSibling(".zavora-copy-0-1-1-0.tmp"));
        try (var process = JavaProcess.start(LeavingProcess.class, file.toString())) {
            var copy = Path.of(process.line());
            assertThat(leftovers()).isEmpty();
            archive().backup(backup, Existing.REPLACE);
            assertThat(copy).exists();

            process.kill();
            Files.setLastModifiedTime(foreign, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
            assertThat(leftovers()).containsExactlyInAnyOrder(copy, DatabaseFile.log(copy), foreign);
            archive().backup(backup, Existing.REPLACE);
            assertThat(leftovers()).isEmpty();
            assertThat(copy).doesNotExist();
            assertThat(other).hasContent("precious");
        }
    }

    private List<Path> leftovers() {
        return SqliteInspection.leftovers("sqlite://" + file, folder, Instant.now());
    }

    @Test
    void aDamagedDatabaseIsNotBackedUp() throws Exception {
        append(200);
        var bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, bytes.length / 2, bytes.length / 2 + 4096, (byte) 0x5a);
        Files.write(file, bytes);

        refused(ErrorKind.SESSION, "damaged", () -> archive().backup(backup, Existing.KEEP));
        assertThat(names()).containsExactly("data");
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

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
        cutOffChange();
        assertThat(DatabaseFile.journal(file)).isNotEmptyFile();

        var kept = archive().restore(backup).kept().orElseThrow();

        assertThat(events(file)).isEqualTo(before);
        assertThat(events(kept)).isEqualTo(later);
    }

    private void cutOffChange() throws Exception {
        var python = """
                import os, sqlite3, sys
                c = sqlite3.connect(sys.argv[1], isolation_level=None)
                c.execute("PRAGMA journal_mode = delete")
                c.execute("PRAGMA cache_size = 1")
                c.execute("BEGIN EXCLUSIVE")
                c.execute("DELETE FROM journal_event")
                c.execute("CREATE TABLE more (x)")
                for i in range(2000):
                    c.execute("INSERT INTO more VALUES (zeroblob(1000))")
                os.kill(os.getpid(), 9)
                """;
        var process = new ProcessBuilder("python3", "-c", python, file.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isEqualTo(137);
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
        // before it has a log a database can be open without being locked
        archive().restore(backup);
        try (var late = Database.writable(file.toString())) {
            late.number("PRAGMA user_version");
            archive().restore(backup);
            assertThatThrownBy(() -> Schema.prepare(late)).isInstanceOf(SQLException.class);
        }
        assertThat(names(file.getParent()))
                .containsExactlyInAnyOrder("sessions.db", "sessions.db.before-restore", "sessions.db.before-restore-2");
        assertThat(events(file)).hasSize(3);
    }

    private List<String> names() throws IOException {
        return names(folder);
    }

    private static List<String> names(Path in) throws IOException {
        try (var files = Files.list(in)) {
            return files.map(path -> path.getFileName().toString()).toList();
        }
    }

    private static void refused(ErrorKind kind, String reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).as(e.toString()).isEqualTo(kind);
            assertThat(e).hasMessageContaining(reason);
            assertThat(e.hint()).isNotBlank();
        });
    }
}

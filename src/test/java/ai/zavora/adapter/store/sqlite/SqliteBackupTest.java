package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.core.session.Event;
import ai.zavora.core.session.SessionArchive.Existing;
import ai.zavora.testing.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Backups are whole. */
final class SqliteBackupTest extends ArchiveFixture {
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

                var copied = backedUp();
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
        refused(ErrorKind.INPUT, "is no backup", () -> archive().backup(backup, Existing.REPLACE));
        assertThat(backup).hasContent("precious");
        refused(ErrorKind.INPUT, "database itself", () -> archive().backup(file, Existing.REPLACE));
        Files.createSymbolicLink(folder.resolve("link.db"), file);
        refused(ErrorKind.INPUT, "database itself", () -> archive()
                .backup(folder.resolve("link.db"), Existing.REPLACE));
        refused(ErrorKind.INPUT, "is a folder", () -> archive().backup(folder, Existing.REPLACE));
        refused(ErrorKind.INPUT, "cannot be written", () -> archive()
                .backup(folder.resolve("nowhere/backup.db"), Existing.KEEP));

        Files.write(backup, new byte[0]);
        archive().backup(backup, Existing.REPLACE);
        assertThat(backedUp()).hasSize(1);
        append(1);
        archive().backup(backup, Existing.REPLACE);
        assertThat(backedUp()).hasSize(2);
    }

    /** What is in the backup. From a copy: one that a store had open is no backup any more. */
    private List<Event> backedUp() throws IOException {
        var copy = folder.resolve("looked-at.db");
        Files.copy(backup, copy, StandardCopyOption.REPLACE_EXISTING);
        return events(copy);
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
}

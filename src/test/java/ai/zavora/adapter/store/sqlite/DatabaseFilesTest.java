package ai.zavora.adapter.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.session.SessionKey;
import ai.zavora.core.session.StoreLostException;
import ai.zavora.testing.Events;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are no session database of ours, and places where none can be. */
final class DatabaseFilesTest {
    private static final SessionKey KEY = new SessionKey("app", "user", "session");

    @TempDir
    Path folder;

    private SqliteStore open(String name) {
        return SqliteStore.open("sqlite://" + name, folder, InstantSource.system());
    }

    @Test
    void aDatabaseOfTheEarlierImplementationIsRecognisedAndLeftAlone() throws Exception {
        make(
                "legacy.db",
                "CREATE TABLE _adk_session_migrations (version INTEGER PRIMARY KEY, description TEXT NOT NULL)",
                "CREATE TABLE sessions (app_name TEXT NOT NULL, user_id TEXT NOT NULL, session_id TEXT NOT NULL)",
                "INSERT INTO sessions VALUES ('app', 'user', 'precious')");
        assertRefusedUntouched("legacy.db", "earlier Rust version");
    }

    @Test
    void soIsOneWithoutItsRegistry() throws Exception {
        make("legacy.db", "CREATE TABLE sessions (app_name TEXT, user_id TEXT, session_id TEXT)");
        assertRefusedUntouched("legacy.db", "earlier Rust version");
    }

    @Test
    void aNewerFormatIsLeftAlone() throws Exception {
        open("newer.db").close();
        make("newer.db", "PRAGMA user_version = " + (Schema.VERSION + 1));
        assertRefusedUntouched("newer.db", "newer");
    }

    @Test
    void databasesOfOtherProgramsAreLeftAlone() throws Exception {
        make("other.db", "CREATE TABLE sessions (id INTEGER)");
        assertRefusedUntouched("other.db", "another program");
        make("marked.db", "PRAGMA application_id = 7");
        assertRefusedUntouched("marked.db", "another program");
    }

    @Test
    void aFileThatIsNoDatabaseIsLeftAlone() throws Exception {
        Files.writeString(folder.resolve("notes.txt"), "not a database, but precious\n".repeat(100));
        assertRefusedUntouched("notes.txt", "damaged");
        Files.writeString(folder.resolve("short.txt"), "short");
        assertRefusedUntouched("short.txt", "damaged");
    }

    @Test
    void aTruncatedDatabaseIsToldApart() throws Exception {
        filled("cut.db", 200);
        var bytes = Files.readAllBytes(folder.resolve("cut.db"));
        Files.write(folder.resolve("cut.db"), Arrays.copyOf(bytes, bytes.length / 2));
        assertFails("damaged", () -> readAll("cut.db"));
    }

    @Test
    void anOverwrittenDatabaseIsToldApart() throws Exception {
        filled("hurt.db", 200);
        var bytes = Files.readAllBytes(folder.resolve("hurt.db"));
        Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
        Files.write(folder.resolve("hurt.db"), bytes);
        assertFails("damaged", () -> readAll("hurt.db"));
    }

    @Test
    void aDatabaseThatWasReplacedIsNotUsedAndTheOtherOneKeepsItsLog() throws IOException {
        var aside = Files.createDirectory(folder.resolve("aside"));
        var other = Optional.<SqliteStore>empty();
        try (var lost = open("sessions.db")) {
            lost.open(KEY);
            for (var suffix : List.of("", "-wal", "-shm")) {
                Files.move(folder.resolve("sessions.db" + suffix), aside.resolve("sessions.db" + suffix));
            }
            other = Optional.of(open("sessions.db"));
            other.get().open(KEY);

            assertThatThrownBy(() -> lost.find(KEY)).isInstanceOf(StoreLostException.class);
            assertThatThrownBy(() -> lost.append(KEY, 0, List.of())).isInstanceOf(StoreLostException.class);
        }
        try (var open = other.orElseThrow()) {
            assertThat(folder.resolve("sessions.db-wal")).exists();
            assertThat(open.find(KEY)).isPresent();
        }
    }

    @Test
    void anEmptyFileIsANewDatabase() throws IOException {
        Files.createFile(folder.resolve("empty.db"));
        filled("empty.db", 1);
    }

    @Test
    void aFolderIsNoDatabase() throws IOException {
        Files.createDirectory(folder.resolve("folder.db"));
        assertFails("is a folder", () -> open("folder.db"));
    }

    @Test
    void aPlaceWhereNoFileCanBeIsRefused() throws IOException {
        Files.createFile(folder.resolve("file"));
        assertFails("cannot be created", () -> open("file/below/sessions.db"));
        Files.createSymbolicLink(folder.resolve("dangling.db"), folder.resolve("nowhere/at-all.db"));
        assertFails("is a symbolic link to " + folder.resolve("nowhere/at-all.db"), () -> open("dangling.db"));
    }

    @Test
    void readOnlyPlacesAreRefused() throws IOException {
        filled("sessions.db", 1);
        assumeFalse(Files.isWritable(readOnly("sessions.db")), "the superuser may write anywhere");
        assertFails("cannot be opened for writing", () -> open("sessions.db"));
        Files.createDirectory(folder.resolve("closed"));
        readOnly("closed");
        assertFails("cannot be created", () -> open("closed/sessions.db"));
    }

    @Test
    void afterAFullDiskTheStoreGoesOn() throws SQLException {
        var path = folder.resolve("full.db").toString();
        filled("full.db", 1);
        try (var database = Database.writable(path)) {
            database.execute("PRAGMA max_page_count = " + (database.number("PRAGMA page_count") + 1));
            assertThatThrownBy(() -> database.transaction(() -> database.update(
                            "INSERT INTO journal_event (key, entry) VALUES (?, ?)", 77L, "x".repeat(100_000))))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(SqliteFailures.of(e, path))
                            .hasMessageContaining("no space left"));
            database.execute("PRAGMA max_page_count = 1000000");
            database.transaction(() ->
                    database.update("INSERT INTO journal_event (key, entry) VALUES (?, ?)", 78L, "x".repeat(100_000)));
            assertThat(database.number("SELECT count(*) FROM journal_event WHERE key IN (77, 78)"))
                    .isEqualTo(1);
        }
    }

    private Path readOnly(String name) throws IOException {
        var path = folder.resolve(name);
        var permissions = Files.isDirectory(path) ? "r-x------" : "r--------";
        return Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private void filled(String name, int entries) {
        try (var store = open(name)) {
            store.open(KEY);
            store.append(KEY, 0, Events.numbered("text ".repeat(100), entries));
            assertThat(store.events(KEY, 0, entries)).hasSize(entries);
        }
    }

    private void readAll(String name) {
        try (var store = open(name)) {
            store.list("app", "user");
            store.events(KEY, 0, 1000);
        }
    }

    private void make(String name, String... statements) throws SQLException {
        try (var database = Database.writable(folder.resolve(name).toString())) {
            for (var statement : statements) {
                database.execute(statement);
            }
        }
    }

    private void assertRefusedUntouched(String name, String reason) throws IOException {
        var before = Files.readAllBytes(folder.resolve(name));
        assertFails(reason, () -> open(name));
        assertThat(Files.readAllBytes(folder.resolve(name))).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .noneMatch(other -> other.startsWith(name + "-"));
        }
    }

    private static void assertFails(String reason, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(ZavoraException.class, e -> {
            assertThat(e.kind()).isEqualTo(ErrorKind.SESSION);
            assertThat(e).hasMessageContaining(reason);
            assertThat(e.hint()).isNotBlank();
        });
    }
}

package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.LegacySessions;
import ai.zavora.testing.NamedPipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Copies of a session database where files are links, pipes, folders, full, read-only or failing. */
final class BackupFilesTest extends ProgramTest {
    private static final String SQLITE = "\"$ZAVORA\" --session-backend sqlite ";
    private static final String SMALL = "mkdir small && mount -t tmpfs -o size=1m tmpfs small";
    private static final String FILL = "{ cat /dev/zero >small/fill 2>/dev/null || true; }";

    @BeforeEach
    void oneTurn() throws IOException {
        AskedBefore.in(home, "default-session", "hello");
    }

    private Finished run(String... arguments) throws InterruptedException {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite").run(arguments);
    }

    @Test
    void aLinkStaysAndWhatItLeadsToIsReplaced() throws Exception {
        var target = Files.writeString(home.resolve("target.db"), "earlier");
        var link = Files.createSymbolicLink(home.resolve("link.db"), Path.of("target.db"));

        failsInText(run("sessions", "backup", "link.db"), 42, "INPUT");
        failsInText(run("sessions", "backup", "link.db", "--force"), 42, "INPUT");
        assertThat(target).hasContent("earlier");
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("target.db"));
        Files.writeString(target, "");
        var backup = run("sessions", "backup", "link.db", "--force");

        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("target.db"));
        assertThat(Files.readString(target, StandardCharsets.ISO_8859_1)).startsWith("SQLite format 3");
    }

    @Test
    void standardOutputIsNoPlaceForABackup() throws Exception {
        var run = run("sessions", "backup", "-");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("standard output", "./-");
        assertThat(home.resolve("-")).doesNotExist();
        assertThat(run("sessions", "backup", "./-").exit()).isZero();
        assertThat(home.resolve("-")).isNotEmptyFile();
    }

    /** The JVM would make the same name of all of them. */
    @ParameterizedTest
    @ValueSource(strings = {"backup", "restore", "import"})
    void aNameThatIsNoTextIsRefused(String command) throws Exception {
        assertThat(run("sessions", "backup", "b\ufffd").exit()).isEqualTo(42);
        assertThat(run("sessions", "backup", "b.db").exit()).isZero();
        var run = program()
                .shell("cp b.db $'b\\xff' && cp b.db $'b\\xef\\xbf\\xbd' && " + SQLITE + "sessions " + command
                        + " $'b\\xff'");
        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("is not UTF-8 text");
    }

    @Test
    void whatIsNoFileStaysAsItIs() throws Exception {
        NamedPipe.at(home.resolve("pipe"));
        Files.createSymbolicLink(home.resolve("to-pipe"), Path.of("pipe"));
        Files.createSymbolicLink(home.resolve("circle"), Path.of("circle"));
        Files.createDirectory(home.resolve("folder"));
        for (var name : new String[] {"pipe", "to-pipe", "circle", "folder"}) {
            var run = run("sessions", "backup", name, "--force");
            failsInText(run, 42, "INPUT");
            assertThat(run.err())
                    .contains(
                            switch (name) {
                                case "circle" -> "in a circle";
                                case "folder" -> "is a folder";
                                default -> "is a pipe";
                            });
        }
        assertThat(Files.isSymbolicLink(home.resolve("to-pipe"))).isTrue();
        assertThat(Files.isSymbolicLink(home.resolve("circle"))).isTrue();
        assertThat(program().shell("test -p pipe").exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions.db-wal", "sessions.db-shm", "sessions.db-journal"})
    void filesOfTheDatabaseAreNoPlaceForABackup(String name) throws Exception {
        Files.createSymbolicLink(home.resolve("same"), Path.of(".zavora"));
        for (var folder : new String[] {".zavora/", "same/"}) {
            var run = run("sessions", "backup", folder + name, "--force");
            failsInText(run, 42, "INPUT");
            assertThat(run.err()).contains("the session database itself");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-shm", "-journal"})
    void aNameThatSqliteGivesToALogIsNoneForABackup(String ending) throws Exception {
        failsInText(run("sessions", "backup", "other.db" + ending), 42, "INPUT");
        assertThat(home.resolve("other.db" + ending)).doesNotExist();
    }

    /** Keys, settings, telemetry, and what is somebody's own, short or long. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ".zavora/credentials.json | {\"keys\":{}}",
                ".zavora/config.toml | # mine",
                ".zavora/telemetry/events.jsonl | ",
                "notes.txt | x",
                "almost.db | SQLite format 3",
                "other.db | SQLite format 2 and so on, for longer than the hundred bytes with which a database begins,"
                        + " whatever it holds"
            })
    void whatIsNoBackupStaysAsItIs(String name, String content) throws Exception {
        var file = home.resolve(name);
        if (content != null) {
            Files.writeString(file, content);
        }
        var before = Files.readString(file);

        var run = run("sessions", "backup", name, "--force");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("is there, and is no backup", "Name another file, or remove this one first");
        assertThat(Files.readString(file)).startsWith(before).doesNotStartWith("SQLite format 3\0");
    }

    /** Of another program, of the Rust version, of another folder. */
    @ParameterizedTest
    @ValueSource(strings = {"other.db", "legacy.db", "live.db"})
    void aDatabaseThatIsNoBackupStaysAsItIs(String name) throws Exception {
        var file = home.resolve(name);
        switch (name) {
            case "other.db" -> change(file, "CREATE TABLE invoices (number)");
            case "legacy.db" -> LegacySessions.create(file).close();
            case "live.db" ->
                assertThat(run("ask", "--session-db-url", "sqlite://live.db", "hi")
                                .exit())
                        .isZero();
            default -> throw new AssertionError(name);
        }
        var before = Files.readAllBytes(file);

        var run = run("sessions", "backup", name, "--force");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("is there, and is no backup");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    /** SQLite would complete or undo in the backup what they hold. */
    @ParameterizedTest
    @ValueSource(strings = {"-wal", "-journal"})
    void aBackupIsNotMadeBesideALogOfAnotherDatabase(String ending) throws Exception {
        Files.writeString(home.resolve("backup.db" + ending), "something");

        var run = run("sessions", "backup", "backup.db");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("backup.db" + ending + " holds for another database");
        assertThat(home.resolve("backup.db")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aBackupAndAnEmptyFileAreReplaced(boolean empty) throws Exception {
        var file = home.resolve("backup.db");
        if (empty) {
            Files.createFile(file);
        } else {
            assertThat(run("sessions", "backup", "backup.db").exit()).isZero();
            assertThat(run("ask", "again").exit()).isZero();
        }

        var backup = run("sessions", "backup", "backup.db", "--force");

        assertThat(backup.exit()).as(backup.err()).isZero();
        assertThat(backup.out()).contains("Backed up 1 session with " + (empty ? 3 : 6) + " events");
    }

    /** Whatever is to be done with it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "doctor --repair",
                "sessions backup b.db",
                "sessions restore backup.db",
                "sessions restore backup.db --force"
            })
    void whatIsNoFileIsNoDatabase(String command) throws Exception {
        assertThat(run("sessions", "backup", "backup.db").exit()).isZero();
        NamedPipe.at(home.resolve("pipe"));
        Files.createDirectory(home.resolve("folder"));
        for (var place : new String[] {"pipe", "folder"}) {
            var run = program().shell(SQLITE + "--session-db-url sqlite://" + place + " " + command);
            failsInText(run, 11, "SESSION");
            assertThat(run.err()).contains(place.equals("pipe") ? "is no regular file" : "is a folder");
        }
    }

    @Test
    void aFolderThatCanOnlyBeReadIsBackedUp() throws Exception {
        var run = inNamespace("mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora && " + SQLITE
                + "sessions backup backup.db");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("Backed up 1 session with 3 events");
        assertThat(run("sessions", "restore", "backup.db", "--force").exit()).isZero();
    }

    @Test
    void aFullDiskOfTheBackupIsNotTakenForThatOfTheDatabase() throws Exception {
        var run = inNamespace(SMALL + " && " + FILL + " && " + SQLITE + "sessions backup small/backup.db");

        failsInText(run, 11, "SESSION");
        assertThat(run.err())
                .contains("small/backup.db cannot be written", "free space")
                .doesNotContain("sessions.db");
    }

    @Test
    void aFullDiskOfTheDatabaseIsNotTakenForThatOfTheBackup() throws Exception {
        assertThat(run("sessions", "backup", "backup.db").exit()).isZero();
        var run = inNamespace(SMALL + " && cp -r .zavora small/ && " + FILL + " && " + SQLITE
                + "--session-db-url sqlite://small/.zavora/sessions.db sessions restore backup.db --force");

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("small/.zavora/sessions.db cannot be written", "free space");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions list", "sessions backup b.db", "doctor --repair", "ask hello"})
    void aDatabaseThatMayNotBeReadIsNotCalledUnwritable(String command) throws Exception {
        var run = program()
                .shell("chmod 0 .zavora/sessions.db && if [ \"$(id -u)\" = 0 ]; then"
                        + " exec setpriv --inh-caps=-all --bounding-set=-all /bin/sh -c '" + SQLITE + command
                        + "'; else " + SQLITE + command + "; fi");

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("sessions.db cannot be read").doesNotContain("writing");
    }

    /** Each time that the copy itself is to be brought to the disk, in turn. */
    @Test
    void aDiskThatFailsEndsABackup() throws Exception {
        assumeThat(program().shell("strace -f -o /dev/null true").exit())
                .as("this user may trace")
                .isZero();
        var failed = 0;
        for (var time = 1; Files.notExists(home.resolve("done")); time++) {
            assertThat(time).isLessThan(60);
            var run = program()
                    .withPatience(Duration.ofMinutes(2))
                    .shell(
                            "strace -f --seccomp-bpf -y -o trace -e trace=fsync,fdatasync -e inject=fsync,fdatasync:error=EIO:when="
                                    + time + " " + SQLITE + "sessions backup backup.db --force");
            var trace = Files.readString(home.resolve("trace"));
            if (!trace.contains("(INJECTED)")) {
                assertThat(run.exit()).as(run.err()).isZero();
                Files.createFile(home.resolve("done"));
            } else if (isOfTheCopy(trace)) {
                failsInText(run, 11, "SESSION");
                assertThat(run.err()).contains("backup.db cannot be written");
                failed++;
            }
        }
        assertThat(failed).isPositive();
    }

    private static boolean isOfTheCopy(String trace) {
        return trace.lines().anyMatch(line -> line.contains("(INJECTED)") && line.contains(".tmp>"));
    }

    /** Runs commands that may mount what only they see. */
    private Finished inNamespace(String commands) throws InterruptedException, IOException {
        var allowed = program().shell("unshare -rm mount -t tmpfs tmpfs \"$HOME\"");
        assumeThat(allowed.exit()).as("this user may mount").isZero();
        Files.writeString(home.resolve("script"), commands);
        return program().shell("exec unshare -rm /bin/bash script");
    }
}

package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Launcher;
import ai.zavora.testing.LegacySessions;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever maintains the files of a service, perhaps as root, leaves them to the service and to its group. */
final class SameAccessTest extends ProgramTest {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));
    private static final int NOBODY = 65534;
    private static final String[] SESSIONS = {"--session-backend", "sqlite", "sessions"};

    private Path database;

    @BeforeEach
    void place() {
        database = home.resolve(".zavora/sessions.db");
    }

    /** Who the files belong to: not root, where the tests run as root. */
    private Launcher service() {
        return ROOT ? program().withUser(NOBODY) : program();
    }

    private void handOver() throws InterruptedException {
        if (ROOT) {
            program().shell("chown -R " + NOBODY + ":" + NOBODY + " .");
        }
    }

    private void permit(String permissions) throws Exception {
        Files.setPosixFilePermissions(database, PosixFilePermissions.fromString(permissions));
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private static boolean isOfService(Path file) throws Exception {
        return !ROOT || Files.getAttribute(file, "unix:uid").equals(NOBODY);
    }

    private void oneSession() throws InterruptedException {
        assertThat(program().run("ask", "--session-backend", "sqlite", "first").exit())
                .isZero();
    }

    private static String[] sessions(String... arguments) {
        var all = new String[SESSIONS.length + arguments.length];
        System.arraycopy(SESSIONS, 0, all, 0, SESSIONS.length);
        System.arraycopy(arguments, 0, all, SESSIONS.length, arguments.length);
        return all;
    }

    @Test
    void aRestoredDatabaseIsWhoseItWas() throws Exception {
        oneSession();
        assertThat(program().run(sessions("backup", "backup.db")).exit()).isZero();
        permit("rw-rw----");
        handOver();

        assertThat(program().run(sessions("restore", "backup.db", "--force")).exit())
                .isZero();

        assertThat(permissions(database)).isEqualTo("rw-rw----");
        assertThat(isOfService(database)).isTrue();
        var asked = service().run("ask", "--session-backend", "sqlite", "second");
        assertThat(asked.exit()).as(asked.err()).isZero();
    }

    @Test
    void aBackupThatIsReplacedIsWhoseItWas() throws Exception {
        oneSession();
        assertThat(program().run(sessions("backup", "backup.db")).exit()).isZero();
        handOver();

        assertThat(program().run(sessions("backup", "backup.db", "--force")).exit())
                .isZero();

        var nightly = service().run(sessions("backup", "backup.db", "--force"));
        assertThat(nightly.exit()).as(nightly.err()).isZero();
        assertThat(isOfService(home.resolve("backup.db"))).isTrue();
        assertThat(permissions(home.resolve("backup.db"))).isEqualTo("rw-------");
    }

    /** As after a disk was lost, from a backup that was kept elsewhere. */
    @Test
    void aDatabaseThatIsGoneIsRestoredForTheOwnerOfItsFolder() throws Exception {
        oneSession();
        assertThat(program().run(sessions("backup", "backup.db")).exit()).isZero();
        handOver();
        Files.delete(database);

        assertThat(program().run(sessions("restore", "backup.db", "--force")).exit())
                .isZero();

        assertThat(permissions(database)).isEqualTo("rw-------");
        assertThat(isOfService(database)).isTrue();
        var asked = service().run("ask", "--session-backend", "sqlite", "second");
        assertThat(asked.exit()).as(asked.err()).isZero();
    }

    /** Only one that is gone has no owner. */
    @Test
    void aRestoredDatabaseOfRootInAFolderOfOthersStaysOfRoot() throws Exception {
        assumeThat(ROOT).isTrue();
        oneSession();
        assertThat(program().run(sessions("backup", "backup.db")).exit()).isZero();
        handOver();
        program().shell("chown 0:0 .zavora/sessions.db");

        assertThat(program().run(sessions("restore", "backup.db", "--force")).exit())
                .isZero();

        assertThat(isOfService(database)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sessions list", "migrate"})
    void theCopyOfAnUpgradeIsOfWhoseTheDatabaseIs(String command) throws Exception {
        oneSession();
        for (var table : List.of("journal_hold", "journal_garbage", "journal_state")) {
            change(database, "DROP TABLE " + table);
        }
        change(database, "PRAGMA user_version = 1");
        permit("rw-rw----");
        handOver();

        var upgraded = program().run(("--session-backend sqlite " + command).split(" "));

        assertThat(upgraded.exit()).as(upgraded.err()).isZero();
        var copy = Path.of(database + ".v1");
        assertThat(permissions(copy)).isEqualTo("rw-rw----");
        assertThat(isOfService(copy)).isTrue();
        assertThat(permissions(database)).isEqualTo("rw-rw----");
        assertThat(isOfService(database)).isTrue();
    }

    /** Whatever was there before: it holds all conversations. */
    @Test
    void aBackupIsOfWhoMakesItAlone() throws Exception {
        oneSession();
        var backup = Files.createFile(home.resolve("backup.db"));
        Files.setPosixFilePermissions(backup, PosixFilePermissions.fromString("rw-rw-rw-"));
        if (ROOT) {
            Files.setAttribute(backup, "unix:uid", NOBODY);
        }

        assertThat(program().run(sessions("backup", "backup.db", "--force")).exit())
                .isZero();

        assertThat(permissions(backup)).isEqualTo("rw-------");
        assertThat(Files.getOwner(backup)).isEqualTo(Files.getOwner(database));
    }

    @Test
    void anImportedDatabaseIsWhoseItWasAndNobodyElses() throws Exception {
        Files.createDirectories(database.getParent());
        LegacySessions.create(database).close();
        permit("rw-rw-r--");
        handOver();

        assertThat(program().run("--session-backend", "sqlite", "migrate").exit())
                .isZero();

        assertThat(permissions(database)).isEqualTo("rw-rw----");
        assertThat(isOfService(database)).isTrue();
        assertThat(service().run(sessions("list")).exit()).isZero();
    }

    @Test
    void theOwnerFinishesAnImportOfRootsThatWasKilled() throws Exception {
        Files.createDirectories(database.getParent());
        try (var legacy = LegacySessions.create(database)) {
            // so much that it is still at work when it is killed
            legacy.session("u", "s", "{}").eventOf("u", "01", "x".repeat(30 << 20));
        }
        handOver();
        var killed = program()
                .shell("\"$ZAVORA\" --session-backend sqlite migrate & "
                        + "until [ -e .zavora/sessions.db.migrating ]; do :; done; kill -9 $!");
        assertThat(database.resolveSibling("sessions.db.migrating.lock"))
                .as(killed.err())
                .exists();

        var migrated = service().run("--session-backend", "sqlite", "migrate");

        assertThat(migrated.exit()).as(migrated.err()).isZero();
    }

    @Test
    void whatARepairSavedCanBeUsedInItsPlace() throws Exception {
        oneSession();
        flaw(database);
        permit("r--r-----");
        handOver();

        assertThat(program()
                        .run("--session-backend", "sqlite", "doctor", "--offline", "--repair")
                        .err())
                .doesNotContain("Hint: ");

        var repaired = Path.of(database + ".repaired");
        assertThat(permissions(repaired)).isEqualTo("rw-r-----");
        assertThat(isOfService(repaired)).isTrue();
    }

    @Test
    void anEditedConfigurationIsWhoseItWas() throws Exception {
        var config = home.resolve(".zavora/config.toml");
        Files.createDirectories(config.getParent());
        Files.writeString(config, "[profiles.default]\nprovider = \"openai\"\n");
        handOver();

        var run = program().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(isOfService(config)).isTrue();
    }

    /** As with sudo where that keeps the home. */
    @Test
    void keysThatRootKeepsInAHomeAreOfItsOwner() throws Exception {
        Files.createDirectories(database.getParent());
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
        handOver();

        var kept = program().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");

        assertThat(kept.exit()).as(kept.err()).isZero();
        try (var made = Files.walk(database.getParent())) {
            for (var file : made.toList()) {
                assertThat(isOfService(file)).as(file.toString()).isTrue();
            }
        }
        assertThat(service().run("setup", "--forget", "--provider", "openai").out())
                .contains("was removed");
    }

    /** In a folder of the service where nothing is yet. */
    @Test
    void whatRootSetsUpFirstIsOfTheService() throws Exception {
        handOver();
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));

        var kept = program().withInput(KEY).run("setup", "--provider", "openai", "--key-stdin");

        assertThat(kept.exit()).as(kept.err()).isZero();
        assertThat(isOfService(database.getParent())).isTrue();
        var asked = service().run("ask", "--session-backend", "sqlite", "first");
        assertThat(asked.exit()).as(asked.err()).isZero();
        assertThat(asked.err()).isEmpty();
    }

    @Test
    void fullTelemetryIsMovedAsideForTheService() throws Exception {
        var events = home.resolve(".zavora/telemetry/events.jsonl");
        Files.createDirectories(events.getParent());
        full(events);
        handOver();

        oneSession();

        assertThat(Path.of(events + ".1")).exists();
        assertThat(isOfService(events)).isTrue();
        assertThat(permissions(events)).isEqualTo("rw-------");
        assumeThat(ROOT).isTrue();
        full(events);
        var asked = service().run("ask", "second");
        assertThat(asked.exit()).isZero();
        assertThat(asked.err()).isEmpty();
        assertThat(Path.of(events + ".2")).exists();
    }

    /** As large as it may grow. */
    private static void full(Path file) throws Exception {
        try (var open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(64L << 20);
            open.seek(open.length() - 1);
            open.write('\n');
        }
    }

    @Test
    void telemetryBehindALinkIsMovedAsideWhereItIs() throws Exception {
        var events = home.resolve(".zavora/telemetry/events.jsonl");
        var data = Files.createDirectories(home.resolve("data"));
        Files.createDirectories(events.getParent());
        Files.createSymbolicLink(events, data.resolve("shipped.jsonl"));
        full(data.resolve("shipped.jsonl"));

        oneSession();

        assertThat(events).isSymbolicLink();
        assertThat(data.resolve("shipped.jsonl.1")).hasSize(64L << 20);
        assertThat(data.resolve("shipped.jsonl")).content().contains("command.completed");
        var report = program().run("telemetry", "report", "--since", "7d");
        assertThat(report.out()).contains("shipped.jsonl.1");
        var page = program().run("telemetry", "report", "--html", "data/shipped.jsonl.1");
        failsInText(page, 42, "INPUT");
    }
}

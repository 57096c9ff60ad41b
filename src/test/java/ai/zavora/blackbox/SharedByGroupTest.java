package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.LegacySessions;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A workspace of several people, each with a group of his own, as most systems give them, and one that all are in. */
final class SharedByGroupTest extends ProgramTest {
    private static final int TEAM = 5000;
    private static final int ANN = 4001;
    private static final int BEN = 4002;
    private static final int CAT = 4003;

    private Path config;
    private Path database;

    @BeforeEach
    void shareTheFolder() throws Exception {
        assumeThat(System.getProperty("user.name")).isEqualTo("root");
        config = home.resolve(".zavora/config.toml");
        database = home.resolve(".zavora/sessions.db");
        Files.createDirectories(database.getParent());
        program().shell("chmod 775 . .zavora; chown -R " + ANN + ":" + TEAM + " .");
    }

    private Launcher person(int id) throws Exception {
        // keys are of each his own
        var own = Files.createDirectories(home.resolve("home" + id));
        Files.setAttribute(own, "unix:uid", id);
        return program().withUser(id, TEAM).with("HOME", own.toString()).with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    private Finished as(int id, String... arguments) throws Exception {
        return person(id).run(arguments);
    }

    private static int group(Path file) throws Exception {
        return (int) Files.getAttribute(file, "unix:gid");
    }

    private static String permissions(Path file) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void whatSqliteKeepsBesideTheDatabaseIsOfItsGroupToo() throws Exception {
        assertThat(as(ANN, "ask", "first").exit()).isZero();
        program().shell("chgrp " + TEAM + " .zavora/sessions.db; chmod 660 .zavora/sessions.db");

        try (var agent = ServedAgent.start(person(BEN))) {
            assertThat(agent.post("/v1/ask", "{\"prompt\":\"second\",\"session_id\":\"s2\"}")
                            .status())
                    .isEqualTo(200);
            for (var beside : new String[] {"-wal", "-shm"}) {
                var file = database.resolveSibling(database.getFileName() + beside);
                assertThat(group(file)).as(beside).isEqualTo(TEAM);
                assertThat(permissions(file)).as(beside).isEqualTo("rw-rw----");
            }

            var asked = as(ANN, "ask", "third");
            assertThat(asked.exit()).as(asked.err()).isZero();
            assertThat(as(ANN, "sessions", "list").out()).contains("s2");
            agent.program().close();
        }
        // as a server that was killed leaves them
        var listed = as(ANN, "sessions", "list");
        assertThat(listed.exit()).as(listed.err()).isZero();
    }

    @Test
    void aPartOfTheDatabaseThatIsClosedIsNamed() throws Exception {
        assertThat(as(ANN, "ask", "first").exit()).isZero();
        try (var agent = ServedAgent.start(person(ANN))) {
            assertThat(agent.post("/v1/ask", "{\"prompt\":\"second\",\"session_id\":\"s2\"}")
                            .status())
                    .isEqualTo(200);
            program().shell("chgrp " + TEAM + " .zavora/sessions.db; chmod 660 .zavora/sessions.db");

            var asked = as(BEN, "ask", "third");

            failsInText(asked, 11, "SESSION");
            assertThat(asked.err()).contains("sessions.db-", "closed to this user", "group");
        }
    }

    @Test
    void theLockOfTheConfigurationIsOfTheGroupToo() throws Exception {
        assertThat(setUp(BEN, "gpt-4.1").exit()).isZero();

        var second = setUp(ANN, "gpt-4.1-mini");

        assertThat(second.exit()).as(second.err()).isZero();
        assertThat(Files.readString(config)).contains("gpt-4.1-mini");
    }

    @Test
    void aLockThatIsClosedIsNamed() throws Exception {
        var lock = Files.createFile(config.resolveSibling("config.toml.lock"));
        Files.setPosixFilePermissions(lock, PosixFilePermissions.fromString("rw-r--r--"));

        var run = setUp(ANN, "gpt-4.1");

        failsInText(run, 42, "INPUT");
        assertThat(run.err()).contains("config.toml.lock", "closed to this user");
    }

    /** By an access control list, which lets nobody else in. */
    private void letBenIn() throws InterruptedException {
        var listed =
                program().shell("chgrp " + TEAM + " .zavora/sessions.db && python3 -c '" + """
                import os, struct
                entries = [(1, 6, 0xffffffff), (2, 6, %d), (4, 0, 0xffffffff), (16, 6, 0xffffffff), (32, 0, 0xffffffff)]
                acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)
                os.setxattr(".zavora/sessions.db", "system.posix_acl_access", acl)
                """.formatted(BEN) + "'");
        assumeThat(listed.exit()).as("the file system knows such lists").isZero();
    }

    /** SQLite makes the log with the rights of the list for his group, which the list does not name. */
    @Test
    void whomAListNamesOpensNothingToHisOwnGroup() throws Exception {
        assertThat(as(ANN, "ask", "first").exit()).isZero();
        letBenIn();
        program().shell("chmod 777 .zavora");

        try (var agent = ServedAgent.start(person(BEN).withUser(BEN, BEN))) {
            assertThat(agent.post("/v1/ask", "{\"prompt\":\"second\",\"session_id\":\"s2\"}")
                            .status())
                    .isEqualTo(200);
            var read = program().withUser(CAT, BEN).shell("cat .zavora/sessions.db-wal");
            assertThat(read.err()).contains("Permission denied");
            assertThat(as(ANN, "sessions", "list").out()).contains("s2");
        }
    }

    /** The group is let in by the list as little as before it; without one its permissions would be those of the list. */
    @Test
    void anAccessControlListStays() throws Exception {
        assertThat(as(ANN, "ask", "first").exit()).isZero();
        assertThat(as(ANN, "sessions", "backup", "backup.db").exit()).isZero();
        letBenIn();

        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "restore", "backup.db", "--force")
                        .exit())
                .isZero();

        try (var agent = ServedAgent.start(person(ANN))) {
            assertThat(agent.post("/v1/ask", "{\"prompt\":\"second\",\"session_id\":\"s2\"}")
                            .status())
                    .isEqualTo(200);
            assertThat(as(BEN, "sessions", "list").out()).contains("s2");
            for (var ending : new String[] {"", "-wal", "-shm"}) {
                var read = program().withUser(CAT, TEAM).shell("cat .zavora/sessions.db" + ending);
                assertThat(read.err()).as(ending).contains("Permission denied");
            }
        }
    }

    @Test
    void anImportThatWasKilledIsFinishedByAnother() throws Exception {
        try (var legacy = LegacySessions.create(database)) {
            // so much that it is still at work when it is killed
            legacy.session("u", "s", "{}").eventOf("u", "01", "x".repeat(30 << 20));
        }
        program().shell("chown " + ANN + ":" + TEAM + " .zavora/sessions.db; chmod 664 .zavora/sessions.db");
        var killed = person(BEN)
                .shell("\"$ZAVORA\" migrate & until [ -e .zavora/sessions.db.migrating ]; do :; done; kill -9 $!");
        assertThat(database.resolveSibling("sessions.db.migrating.lock"))
                .as(killed.err())
                .exists();

        var migrated = as(ANN, "migrate");

        assertThat(migrated.exit()).as(migrated.err()).isZero();
    }

    private Finished setUp(int id, String model) throws Exception {
        return as(id, "setup", "--provider", "openai", "--model", model);
    }
}

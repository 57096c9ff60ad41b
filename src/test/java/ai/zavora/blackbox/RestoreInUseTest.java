package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.LegacySessions;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing is replaced under a process that has it open, also where SQLite's locks do not tell of one. */
final class RestoreInUseTest extends ProgramTest {
    private static final int PAGE = 4096;

    private Path database;

    @BeforeEach
    void backup() throws Exception {
        server.otherwise(Reply.text("the answer"));
        database = home.resolve(".zavora/sessions.db");
        AskedBefore.in(home, "s1", "before");
        AskedBefore.at(home.resolve("backup.db"), "s1", "before");
    }

    private Launcher kept() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    private Finished restore(String... force) throws InterruptedException {
        var words = new String[3 + force.length];
        System.arraycopy(new String[] {"sessions", "restore", "backup.db"}, 0, words, 0, 3);
        System.arraycopy(force, 0, words, 3, force.length);
        return kept().run(words);
    }

    /** Both forms of the command say the same of it, and leave everything where it is. */
    private void isRefused(String who) throws Exception {
        var before = names();
        var bytes = Files.readAllBytes(database);

        var preview = restore();
        var restore = restore("--force");

        failsInText(preview, 42, "INPUT");
        assertThat(preview.err()).contains("It is in use by " + who + " now.", "stop every server");
        failsInText(restore, 11, "SESSION");
        assertThat(restore.err()).contains("sessions.db is in use by " + who + ";", "stop every server");
        assertThat(names()).isEqualTo(before);
        assertThat(database).hasBinaryContent(bytes);
    }

    private void isDone() throws Exception {
        assertThat(restore().err()).contains("so it needs --force.").doesNotContain("in use");
        var restore = restore("--force");
        assertThat(restore.exit()).as(restore.err()).isZero();
        assertThat(kept().run("sessions", "show", "--session-id", "s1").out()).contains("before");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(database.resolveSibling(""))) {
            // whoever reads it may leave an empty log
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith("-wal") && !name.endsWith("-shm"))
                    .sorted()
                    .toList();
        }
    }

    private void lose(int position, int bytes) throws IOException {
        try (var file = Files.newByteChannel(database, StandardOpenOption.WRITE)) {
            file.position(position).write(ByteBuffer.allocate(bytes));
        }
    }

    /** As a process of the earlier version, or any without a log, keeps it open between its transactions. */
    private Connection idle() throws SQLException {
        var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        try (var statement = connection.createStatement();
                var tables = statement.executeQuery("SELECT count(*) FROM sqlite_master")) {
            assertThat(tables.next()).isTrue();
        }
        return connection;
    }

    private static String self() {
        return "process " + ProcessHandle.current().pid();
    }

    /** The header alone, all of the first page, one in the middle. */
    @ParameterizedTest
    @ValueSource(strings = {"0 100", "0 4096", "4096 4096"})
    void damageDoesNotHideTheServer(String lost) throws Exception {
        try (var agent = ServedAgent.start(kept())) {
            lose(Integer.parseInt(lost.split(" ")[0]), Integer.parseInt(lost.split(" ")[1]));
            isRefused("the server (process " + agent.program().pid() + ")");
            agent.stop();
        }
        isDone();
    }

    @Test
    void norDoesItHideAChat() throws Exception {
        try (var chat = kept().withOpenInput().start("chat", "--session-id", "s1")) {
            chat.write("first\n");
            chat.awaitOutput("the answer");
            lose(0, PAGE);
            isRefused("process " + chat.pid());
        }
        isDone();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void whoHasWhatIsLeftOfItOpenIsNamed(int size) throws Exception {
        try (var file = Files.newByteChannel(database, StandardOpenOption.WRITE)) {
            file.truncate(size);
            isRefused(self());
        }
        isDone();
    }

    @Test
    void whoHasADatabaseOfTheEarlierVersionOpenIsNamed() throws Exception {
        Files.delete(database);
        LegacySessions.create(database).close();
        try (var _ = idle()) {
            isRefused(self());
        }
        isDone();
    }

    @Test
    void whoHasOneWithoutALogOpenIsNamed() throws Exception {
        change(database, "PRAGMA journal_mode = DELETE");
        try (var _ = idle()) {
            isRefused(self());
        }
        isDone();
    }

    @Test
    void whoHasItOpenByALinkIsNamed() throws Exception {
        var real = Files.move(database, home.resolve("real.db"));
        Files.createSymbolicLink(database, real);
        change(real, "PRAGMA journal_mode = DELETE");
        try (var _ = idle()) {
            var restore = restore("--force");

            failsInText(restore, 11, "SESSION");
            assertThat(restore.err()).contains("real.db is in use by " + self() + ";");
        }
        isDone();
    }

    /** The marks of another machine, or of a process that cannot be seen. */
    @Test
    void damageDoesNotHideTheMarksOfOthers() throws Exception {
        change(
                database,
                "INSERT INTO journal_hold VALUES ('app', 'user', 'other', 1, 'elsewhere', 1, 1, "
                        + (System.currentTimeMillis() + 60_000) + ")");
        lose(9 * PAGE, PAGE);
        isRefused("another process");
        change(database, "DELETE FROM journal_hold");
        isDone();
    }
}

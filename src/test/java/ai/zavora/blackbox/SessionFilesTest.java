package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Finished;
import ai.zavora.testing.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A session database that cannot be used ends {@code ask} with 11 and is left as it is. */
final class SessionFilesTest extends ProgramTest {
    private static final int PAGE = 4096;
    private static final int APPLICATION_ID = 68;
    private static final int USER_VERSION = 60;

    private Path folder;
    private Path file;

    @BeforeEach
    void twoTurns() throws IOException {
        folder = home.resolve(".zavora");
        file = folder.resolve("sessions.db");
        AskedBefore.in(home, "s1", PROMPT, "s1", PROMPT);
    }

    private Finished ask() throws InterruptedException {
        return program().run("ask", "--session-backend", "sqlite", "--session-id", "s1", PROMPT);
    }

    @Test
    void aTextFile() throws Exception {
        Files.writeString(file, "not a database, but precious\n".repeat(100));
        isRefusedAndUnchanged("damaged");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 99, 512, PAGE - 1, PAGE, 3 * PAGE})
    void aTruncatedDatabase(int size) throws Exception {
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), size));
        isRefusedAndUnchanged("damaged");
    }

    /** The name, the page size, the text encoding; the page of the list of tables; the page of the list of sessions. */
    @ParameterizedTest
    @ValueSource(ints = {0, 16, 56, 100, PAGE})
    void changedBytes(int at) throws Exception {
        change(at, 0x5a5a5a5a);
        isRefusedAndUnchanged("damaged");
    }

    @ParameterizedTest
    @CsvSource({"60, 99, newer", "60, 0, damaged", "68, 7, another program"})
    void anotherFormat(int at, int value, String reason) throws Exception {
        assertThat(at).isIn(USER_VERSION, APPLICATION_ID);
        change(at, value);
        isRefusedAndUnchanged(reason);
    }

    @Test
    void everyPageOfNonsense() throws Exception {
        var whole = Files.readAllBytes(file);
        var told = 0;
        for (var page = 0; page < whole.length / PAGE; page++) {
            var hurt = whole.clone();
            Arrays.fill(hurt, page * PAGE, (page + 1) * PAGE, (byte) 0x5a);
            Files.deleteIfExists(folder.resolve("sessions.db-wal"));
            Files.deleteIfExists(folder.resolve("sessions.db-shm"));
            Files.write(file, hurt);

            var run = ask();

            if (run.exit() != 0) {
                failsInText(run, 11, "SESSION");
                assertThat(Files.readAllBytes(file)).as("page %d", page).isEqualTo(hurt);
                told++;
            }
        }
        // a turn does not read the index of recent sessions and the empty tables of marks, garbage and imported state
        assertThat(told).isGreaterThanOrEqualTo(whole.length / PAGE - 4);
    }

    @Test
    void aFolder() throws Exception {
        Files.delete(file);
        Files.createDirectory(file);
        isRefused("is a folder");
        assertThat(file).isEmptyDirectory();
    }

    @Test
    void aPipe() throws Exception {
        assertThat(program()
                        .shell("rm .zavora/sessions.db && mkfifo .zavora/sessions.db")
                        .exit())
                .isZero();
        isRefused("no regular file");
    }

    @Test
    void aDevice() throws Exception {
        Files.delete(file);
        Files.createSymbolicLink(file, Path.of("/dev/null"));
        isRefused("no regular file");
        assertThat(Files.isSymbolicLink(file)).isTrue();
    }

    @Test
    void aLinkToNowhere() throws Exception {
        linkToNowhere();

        var run = ask();

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("which is not there", "--session-backend memory");
        assertThat(run.out()).isEmpty();
        assertThat(home.resolve("nowhere")).doesNotExist();
    }

    @Test
    void aChatGoesOnWithOneWarning() throws Exception {
        linkToNowhere();

        var run = program().withInput("hello\n/status\n/usage\nand again\n").run("chat", "--session-backend", "sqlite");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("Hello from the model server.", "default-session (in memory only)", "1 turn");
        assertThat(run.err()).containsOnlyOnce("This session is not saved.").doesNotContain("\tat ");
    }

    @Test
    void aChatThatIsStoredSaysSo() throws Exception {
        var run = program().withInput("hello\n/status\n").run("chat", "--session-backend", "sqlite");

        assertThat(run.out()).contains("default-session (stored)");
    }

    private void linkToNowhere() throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, home.resolve("nowhere/sessions.db"));
    }

    /** The question fits, the answer does not. */
    @ParameterizedTest
    @ValueSource(strings = {"json", "stream-json"})
    void aDiskThatFillsUpDuringATurn(String format) throws Exception {
        server.reply(Reply.text("x".repeat(500_000)));

        var run = program()
                .withFileLimit(200)
                .run("ask", "--session-backend", "sqlite", "--session-id", "s2", "-o", format, PROMPT);

        failsInJson(run, 11, "SESSION");
        assertThat(run.out()).contains("--session-backend memory").doesNotContain("\"success\":true");
        assertThat(program()
                        .run("--session-backend", "sqlite", "sessions", "show", "--session-id", "s2")
                        .out())
                .contains(PROMPT)
                .doesNotContain("xxx");
    }

    @Test
    void aReadOnlyFile() throws Exception {
        var before = contents();
        var run = inNamespace("mount --bind .zavora/sessions.db .zavora/sessions.db"
                + " && mount -o remount,bind,ro .zavora/sessions.db");
        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains("cannot be opened for writing");
        assertThat(contents()).containsAllEntriesOf(before);
    }

    @Test
    void aReadOnlyFolder() throws Exception {
        var before = contents();
        var run = inNamespace("mount --bind .zavora .zavora && mount -o remount,bind,ro .zavora");
        failsInText(run, 11, "SESSION");
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void aFullDiskLeavesTheSessionAsItIs() throws Exception {
        var run = inNamespace("mkdir small && mount -t tmpfs -o size=256k tmpfs small"
                + " && cp -r .zavora small/ && cd small && { cat /dev/zero >fill 2>/dev/null || true; }"
                + " && trap \"cmp .zavora/sessions.db ../.zavora/sessions.db\" EXIT");

        failsInText(run, 11, "SESSION");
        assertThat(run.err())
                .containsAnyOf("no space left", "cannot grow")
                .contains("--session-backend memory")
                .doesNotContain("differ", "cmp");
        assertThat(run.out()).isEmpty();
    }

    /** Runs the program after those commands, which may mount what only this run sees. */
    private Finished inNamespace(String commands) throws InterruptedException {
        var allowed = program().shell("unshare -rm mount -t tmpfs tmpfs \"$HOME\"");
        assumeThat(allowed.exit()).as("this user may mount").isZero();
        return program()
                .shell("exec unshare -rm /bin/bash -c 'cd \"$HOME\" && " + commands
                        + " && \"$ZAVORA\" ask --session-backend sqlite --session-id s1 hello'");
    }

    private void change(int at, int value) throws IOException {
        var bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).putInt(at, value);
        Files.write(file, bytes);
    }

    private void isRefusedAndUnchanged(String reason) throws Exception {
        var before = contents();
        isRefused(reason);
        // a log beside it may be new: what is damaged is not written to, not even to tidy up
        assertThat(contents()).containsAllEntriesOf(before);
    }

    private void isRefused(String reason) throws InterruptedException {
        server.otherwise(Reply.text("nobody should ask"));
        var sent = server.requests().size();

        var run = ask();

        failsInText(run, 11, "SESSION");
        assertThat(run.err()).contains(reason);
        assertThat(server.requests()).hasSize(sent);
    }

    /** The database and what SQLite puts beside it; the rest of the folder is not the session's. */
    private Map<String, String> contents() throws IOException {
        var contents = new TreeMap<String, String>();
        try (var files = Files.list(folder)) {
            for (var each : files.filter(path -> path.getFileName().toString().startsWith("sessions.db"))
                    .toList()) {
                contents.put(each.getFileName().toString(), Arrays.toString(Files.readAllBytes(each)));
            }
        }
        return contents;
    }
}

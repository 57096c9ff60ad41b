package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import ai.zavora.testing.Launcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

/** What people can hand in wrongly ends with 42 before any model is asked. */
final class InputFaultsTest extends ProgramTest {

    @Test
    void aMissingFile() throws InterruptedException {
        refuses("missing.txt");
    }

    @Test
    void aFolderAsFile() throws Exception {
        Files.createDirectory(home.resolve("folder"));
        refuses("folder");
    }

    @Test
    void aFileThatIsNotUtf8() throws Exception {
        Files.write(home.resolve("latin1.txt"), new byte[] {'G', 'r', (byte) 0xFC, (byte) 0xDF, 'e'});
        refuses("latin1.txt");
    }

    @Test
    void aFileOf17MiB() throws Exception {
        Files.write(home.resolve("large.txt"), new byte[17 * 1024 * 1024]);
        refuses("large.txt");
    }

    @Test
    void anUnreadableFile() throws Exception {
        var file = Files.writeString(home.resolve("secret.txt"), "secret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
        assumeThat(Files.isReadable(file)).as("root reads everything").isFalse();
        refuses("secret.txt");
    }

    @Test
    void aDatabaseAddressThatAsksForMoreThanIsDone() throws Exception {
        var sessions = program().with("ZAVORA_SESSION_BACKEND", "sqlite");
        assertThat(sessions.run("ask", "hello").exit()).isZero();

        var refused = sessions.run(
                "--session-db-url",
                "sqlite://.zavora/sessions.db?mode=ro",
                "sessions",
                "delete",
                "--session-id",
                "default-session",
                "--force");

        failsInText(refused, 42, "INPUT");
        assertThat(refused.err()).contains("the parameter mode=ro, which is not supported", "Leave it out");
        failsInText(sessions.run("--session-db-url", "sqlite://mem?mode=memory", "ask", "hello"), 42, "INPUT");
        assertThat(home.resolve("mem")).doesNotExist();
        assertThat(sessions.run("--session-db-url", "sqlite://.zavora/sessions.db?mode=rwc", "sessions", "list")
                        .out())
                .contains("default-session");
    }

    /** The JDK itself makes a defect of them. */
    @Test
    void aPortThatCannotBe() throws InterruptedException {
        var address = "http://127.0.0.1:99999";
        var proxied = program()
                .with("HTTPS_PROXY", address)
                .with("OPENAI_BASE_URL", "https://models.invalid/v1")
                .run("ask", PROMPT);
        var direct = program().with("OPENAI_BASE_URL", address + "/v1").run("ask", PROMPT);

        failsInText(proxied, 42, "INPUT");
        failsInText(direct, 42, "INPUT");
        assertThat(proxied.err()).contains("HTTPS_PROXY");
        assertThat(direct.err()).contains("OPENAI_BASE_URL", "65535");
        failsInText(program().run("server", "a2a-smoke", address), 42, "INPUT");
    }

    private void refuses(String file) throws InterruptedException {
        var inText = program().run("ask", "-f", file, PROMPT);
        failsInText(inText, 42, "INPUT");
        assertThat(inText.err()).contains(file);
        failsInJson(program().run("ask", "-o", "stream-json", "-f", file, PROMPT), 42, "INPUT");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void inputThatIsNotUtf8() throws Exception {
        failsInText(program().shell("printf 'Gr\\374\\337e' | \"$ZAVORA\" ask hello"), 42, "INPUT");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void inputOf17MiB() throws Exception {
        failsInText(program().shell("head -c 17825792 /dev/zero | \"$ZAVORA\" ask hello"), 42, "INPUT");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void nothingToAsk() throws InterruptedException {
        failsInText(program().run("ask"), 42, "INPUT");
    }

    @Test
    void aLineOfAChatThatIsTooLongIsNotSentAndTheNextIs() throws Exception {
        var tooLong = program().withInput("0123456789a\n").run("chat", "--max-prompt-chars", "10");
        failsInText(tooLong, 42, "INPUT");
        assertThat(server.requests()).isEmpty();

        var goneOn = program().withInput("0123456789a\n0123456789\n").run("chat", "--max-prompt-chars", "10");
        assertThat(goneOn.exit()).as(goneOn.err()).isZero();
        assertThat(server.lastRequest().said()).containsExactly("user: 0123456789");
    }

    @Test
    void aPromptOverTheConfiguredLimit() throws InterruptedException {
        failsInText(program().run("ask", "--max-prompt-chars", "10", PROMPT), 42, "INPUT");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void unknownOptionsAreArgumentErrors() throws InterruptedException {
        var run = program().run("ask", "--sesion-id", "x", "hello");

        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.err()).contains("--session-id");
    }

    @Test
    void aBrokenConfigurationNamesItsLine() throws IOException, InterruptedException {
        var config = Files.createDirectories(home.resolve(".zavora")).resolve("config.toml");
        Files.writeString(config, "[profiles.default]\nprovider = \"openai\"\nmodle = \"x\"\n");

        var run = program().run("ask", "hello");

        failsInText(run, 42, "INPUT");
        assertThat(run.err())
                .contains("config.toml")
                .contains("3")
                .contains("modle")
                .contains("model");
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void closedInputIsNoInput() throws InterruptedException {
        var run = program().shell("exec \"$ZAVORA\" ask hello <&-");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.lastRequest().lastUserText()).isEqualTo("hello");
    }

    @Test
    void closedOutputIsNoReasonToFail() throws InterruptedException {
        var run = program().shell("\"$ZAVORA\" ask --session-backend sqlite hello >&- 2>&-");

        assertThat(run.exit()).isZero();
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void inputThatNeverEndsCanBeLeftAlone() throws InterruptedException {
        var run = program().withOpenInput().run("ask", "--no-stdin", "hello");

        assertThat(run.exit()).as(run.err()).isZero();
    }

    @Test
    void aReadOnlyFolderEndsATurnThatIsToBeKept() throws InterruptedException {
        // nobody, not even root, makes files in /sys
        var program = Launcher.in(home).withModel(server).withFolder(Path.of("/sys"));
        failsInText(program.run("ask", "--session-backend", "sqlite", "hello"), 11, "SESSION");

        var run = program.run("ask", "--session-backend", "memory", "hello");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo("Hello from the model server.\n");
        assertThat(run.err().lines()).as("warnings").hasSizeBetween(1, 2);
    }
}

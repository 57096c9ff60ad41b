package ai.zavora.surface.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The chat on a real terminal. */
@EnabledIf("ai.zavora.surface.chat.Pty#available")
class TerminalChatTest {
    private static final String ENTER = "\r";
    private static final String CTRL_C = "\u0003";
    private static final String CTRL_D = "\u0004";
    private static final String CTRL_J = "\n";
    private static final String CTRL_Z = "\u001a";
    private static final String UP = "\033OA";
    private static final String PROMPT = "\033[?2004h";

    @TempDir
    private Path folder;

    private Pty start() throws IOException, InterruptedException {
        var pty = Pty.start(folder, "xterm-256color", "in,out,err", "");
        pty.waitFor(PROMPT);
        return pty;
    }

    private static String pasted(String text) {
        return "\033[200~" + text + "\033[201~";
    }

    private static void say(Pty pty, String keys, String answer) throws IOException, InterruptedException {
        pty.type(keys);
        pty.waitFor(answer);
        pty.waitFor(PROMPT);
    }

    @Test
    void linesAreEditedRememberedAndSentWhole() throws Exception {
        try (var pty = start()) {
            say(pty, "hello" + ENTER, "You said: hello\r\n");
            say(pty, "one" + CTRL_J + "two\\" + ENTER + "three" + ENTER, "You said: one\\ntwo\\nthree\r\n");
            say(pty, pasted("first\nsecond \\\nthird") + ENTER, "You said: first\\nsecond \\\\nthird\r\n");
            say(pty, "日本語👩x\u007f\u007f" + ENTER, "You said: 日本語\r\n");
            say(pty, "my key is sk-abcdefghijklmnop" + ENTER, "You said: my key");
            say(pty, UP + UP + UP + UP + UP + ENTER, "You said: ");
            pty.type("/mode" + "\t" + "s" + ENTER);
            pty.waitFor("Routes");
            pty.waitFor(PROMPT);
            pty.type("/provider op\t" + ENTER);
            pty.waitFor("Now openai/default-of-openai");
            pty.waitFor(PROMPT);
            pty.type(CTRL_D);
            assertThat(pty.end(0)).contains("chat --session-id default");
        }
        assertThat(Files.readString(folder.resolve("history")))
                .contains(":hello\n")
                .doesNotContain("sk-");
        assertThat(Files.getPosixFilePermissions(folder.resolve("history"))).hasSize(2);
    }

    @Test
    void historyLastsBeyondTheProgram() throws Exception {
        Files.writeString(folder.resolve("history"), "1795459773740:from before\n");
        try (var pty = start()) {
            say(pty, UP + ENTER, "You said: from before\r\n");
            pty.type("/exit" + ENTER);
            pty.end(0);
        }
        assertThat(Files.getPosixFilePermissions(folder.resolve("history"))).hasSize(2);
    }

    @Test
    void aHistoryThatIsNoTextIsSetAside() throws Exception {
        Files.write(folder.resolve("history"), new byte[] {'1', ':', (byte) 0xff, '\n'});
        try (var pty = start()) {
            say(pty, "hello" + ENTER, "You said: hello\r\n");
            pty.type(CTRL_D);
            assertThat(pty.end(0)).doesNotContain("Exception");
        }
        assertThat(Files.readString(folder.resolve("history"))).contains(":hello\n");
        assertThat(folder.resolve("history.unreadable")).exists();
    }

    @Test
    void ctrlCCancelsTheTurnAndNotTheProgram() throws Exception {
        try (var pty = start()) {
            pty.type("stream" + ENTER);
            pty.waitFor("starting ");
            say(pty, CTRL_C, "Cancelled.");
            say(pty, "fail" + ENTER, "[PROVIDER] The model is away.");
            pty.type("/exit" + ENTER);
            pty.end(0);
        }
    }

    @Test
    void ctrlCAgainLeavesATurnThatWillNotEnd() throws Exception {
        try (var pty = start()) {
            pty.type("stubborn" + ENTER);
            pty.waitFor("cannot stop ");
            pty.type(CTRL_C);
            pty.waitFor("still here ");
            pty.type(CTRL_C);
            pty.end(130);
        }
    }

    @Test
    void ctrlCTwiceAtThePromptLeaves() throws Exception {
        try (var pty = start()) {
            say(pty, "half a line" + CTRL_C, "Press Ctrl-C again to leave");
            pty.type(CTRL_C);
            pty.end(0);
        }
    }

    private static void suspend(Pty pty) throws IOException, InterruptedException {
        pty.type(CTRL_Z);
        assertThat(pty.waitFor("suspended")).contains("\033[?2004l", "\033[?1l");
        pty.waitFor(PROMPT);
    }

    @Test
    void ctrlZSuspendsAtEachPrompt() throws Exception {
        try (var pty = start()) {
            suspend(pty);
            say(pty, "hello" + ENTER, "You said: hello\r\n");
            suspend(pty);
            say(pty, pasted("one\ntwo") + ENTER, "You said: one\\ntwo\r\n");
            pty.type("half");
            suspend(pty);
            say(pty, " a line" + ENTER, "You said: half a line\r\n");
            suspend(pty);
            say(pty, CTRL_C, "Press Ctrl-C again to leave");
            pty.type("tool" + ENTER);
            pty.waitFor("denies: ");
            pty.type(CTRL_Z);
            pty.waitFor("suspended");
            pty.waitFor("denies: ");
            say(pty, "y" + ENTER, "answered ONCE");
            pty.type(CTRL_D);
            pty.end(0);
        }
    }

    @Test
    void toolCallsAreApprovedByHand() throws Exception {
        try (var pty = start()) {
            pty.type("tool" + ENTER + "y" + ENTER);
            var question = pty.waitFor("denies: ");
            assertThat(question)
                    .contains("it changes files", "rm -rf build\\u001b[2K", "runs [\"rm\",\"-rf\",\"build\"]");
            say(pty, "YES" + ENTER, "answered ONCE");
            pty.type("tool" + ENTER);
            pty.waitFor("denies: ");
            say(pty, "t" + ENTER, "answered TRUST_TOOL");
            pty.type("tool" + ENTER);
            pty.waitFor("denies: ");
            say(pty, ENTER, "answered NO");
            pty.type("tool" + ENTER);
            pty.waitFor("denies: ");
            say(pty, CTRL_C, "Cancelled.");
            pty.type(CTRL_D);
            pty.end(0);
        }
    }

    @Test
    void aProgramThatIsToldToEndRestoresTheTerminal() throws Exception {
        try (var pty = start()) {
            pty.signal("HUP");
            assertThat(pty.end(129)).contains("\033[?2004l").doesNotContain("Exception");
        }
        try (var pty = start()) {
            pty.type("stream" + ENTER);
            pty.waitFor("starting ");
            pty.signal("HUP");
            assertThat(pty.end(129)).doesNotContain("Exception");
        }
    }

    /** The program turns SIGTERM into an interrupt of the thread that runs the chat. */
    @Test
    void anInterruptedChatEnds() throws Exception {
        try (var pty = start()) {
            pty.type("half a line");
            pty.signal("TERM");
            assertThat(pty.end(130)).contains("exit code 130").doesNotContain("Press Ctrl-C", "Exception");
        }
        try (var pty = start()) {
            pty.type("stream" + ENTER);
            pty.waitFor("starting ");
            pty.signal("TERM");
            assertThat(pty.end(130)).contains("exit code 130");
        }
        try (var pty = start()) {
            pty.type("tool" + ENTER);
            pty.waitFor("denies: ");
            pty.signal("TERM");
            assertThat(pty.end(130)).contains("exit code 130");
        }
        try (var pty = Pty.start(folder, "dumb", "in,out,err", "")) {
            pty.waitFor("zavora> ");
            pty.signal("TERM");
            assertThat(pty.end(130)).contains("exit code 130");
        }
    }

    @Test
    void aDumbTerminalIsNotDrawnOn() throws Exception {
        try (var pty = Pty.start(folder, "dumb", "in,out,err", "")) {
            pty.waitFor("zavora> ");
            pty.type("hello\n");
            pty.waitFor("You said: hello\r\n");
            pty.type("stream\n");
            pty.waitFor("starting ");
            pty.type(CTRL_C);
            pty.waitFor("Cancelled.");
            pty.type("tool\n");
            pty.waitFor("denies: ");
            pty.type("y\n");
            pty.waitFor("answered ONCE");
            pty.waitFor("]> ");
            pty.type(CTRL_C);
            pty.waitFor("Press Ctrl-C again");
            pty.type(CTRL_C);
            assertThat(pty.end(0)).doesNotContain("\033");
        }
    }

    @Test
    void answersGoWhereStandardOutputGoes() throws Exception {
        try (var pty = Pty.start(folder, "xterm-256color", "in,err", "> answers")) {
            pty.waitFor("zavora> ");
            pty.type("hello\n");
            pty.waitFor("]> ");
            pty.type("/exit\n");
            pty.end(0);
        }
        assertThat(folder.resolve("answers")).hasContent("You said: hello\nexit code 0");
    }
}

package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Reply;
import ai.zavora.testing.RunningProgram;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is typed at a terminal before the chat asks for it. */
final class TypedAheadChatTest extends ProgramTest {

    private RunningProgram shell() throws InterruptedException {
        var shell = program().withOpenInput().startShellOnTerminal();
        shell.awaitOutput("shell> ");
        return shell;
    }

    private static void leave(RunningProgram shell) throws InterruptedException {
        shell.write("/exit\r");
        shell.awaitOutput("shell> ", 2);
        shell.write("exit\r");
        shell.finish();
    }

    @Test
    void beforeTheFirstPromptIsSentAsAMessage() throws Exception {
        server.reply(Reply.text("One."), Reply.text("Two."));
        try (var shell = shell()) {
            shell.write("TERM=xterm-256color \"$ZAVORA\" chat\r");
            // the program has begun, and asks for nothing yet
            Thread.sleep(100);
            shell.write("hello1\r");
            shell.awaitOutput("One.");
            shell.write("hello2\r");
            shell.awaitOutput("Two.");
            leave(shell);
        }
        assertThat(server.lastRequest().said()).containsExactly("user: hello1", "assistant: One.", "user: hello2");
    }

    @Test
    void whileAnAnswerComesIsSentLineByLineAfterASuspensionToo() throws Exception {
        server.reply(
                Reply.manyDeltas("x", 16).withPauses(Duration.ofMillis(250)), Reply.text("Two."), Reply.text("Three."));
        try (var shell = shell()) {
            shell.write("TERM=xterm-256color \"$ZAVORA\" chat\r");
            shell.awaitOutput("\033[?2004h");
            shell.write("first\r");
            server.awaitRequests(1);
            shell.awaitOutput("xx");
            shell.write("\u001a");
            shell.awaitOutput("shell> ", 2);
            shell.write("fg\r");
            // the answer goes on
            Thread.sleep(500);
            shell.write("second\rthird\r");
            shell.awaitOutput("Three.");
            shell.write("/exit\r");
            shell.awaitOutput("shell> ", 3);
            shell.write("exit\r");
            shell.finish();
        }
        assertThat(server.lastRequest().said()).contains("user: second", "assistant: Two.", "user: third");
    }
}

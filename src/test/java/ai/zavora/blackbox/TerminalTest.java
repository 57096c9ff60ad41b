package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.Reply;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** On a terminal the program without a command is a chat. */
final class TerminalTest extends ProgramTest {

    @Test
    void theChatAnswersRemembersAndLeaves() throws InterruptedException {
        server.reply(Reply.text("First answer."), Reply.text("Second answer."));
        try (var chat = program().withOpenInput().startOnTerminal()) {
            // what is typed before the prompt reaches the program with the line ends of a terminal in cooked mode
            chat.awaitOutput("planner openai/gpt-5.6-sol");
            chat.awaitOutput("zavora> ");
            chat.write("first question\r");
            chat.awaitOutput("First answer.");
            chat.write("second question\r");
            chat.awaitOutput("Second answer.");
            chat.write("/exit\r");

            assertThat(chat.finish().exit()).isZero();
        }
        assertThat(server.lastRequest().said())
                .containsExactly("user: first question", "assistant: First answer.", "user: second question");
    }

    @Test
    void controlCCancelsTheTurnAndNotTheChat() throws InterruptedException {
        server.reply(Fault.silenceBetweenEvents(), Reply.text("Still here."));
        try (var chat = program().withOpenInput().startOnTerminal()) {
            // what is typed before the prompt reaches the program with the line ends of a terminal in cooked mode
            chat.awaitOutput("zavora> ");
            chat.write("first question\r");
            chat.awaitOutput("Once");
            chat.write("\u0003");
            assertThat(server.lastRequest().awaitClientClosedEarly(Duration.ofSeconds(20)))
                    .isTrue();
            chat.write("second question\r");
            chat.awaitOutput("Still here.");
            chat.write("/exit\r");

            assertThat(chat.finish().exit()).isZero();
        }
    }
}

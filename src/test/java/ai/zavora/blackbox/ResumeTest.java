package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Going on with a session of another process. */
final class ResumeTest extends ProgramTest {

    private Launcher kept() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    @Test
    void theChatKnowsWhatWasSaidBefore() throws InterruptedException {
        kept().run("ask", "--session-id", "plans", "first");
        kept().run("ask", "--session-id", "other", "elsewhere");

        var resumed = kept().withInput("second\n/exit\n").run("sessions", "resume", "plans");

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(server.lastRequest().said())
                .contains("user: first", "user: second")
                .doesNotContain("user: elsewhere");
    }

    /** The second of the list is another session than the one that is called 2. */
    @Test
    void anIdThatIsANumberIsAskedBack() throws InterruptedException {
        kept().run("ask", "--session-id", "2", "of the one called two");
        kept().run("ask", "--session-id", "middle", "of the middle");
        kept().run("ask", "--session-id", "newest", "of the newest");

        assertThat(picked("2", "=2")).contains("user: of the one called two");
        assertThat(picked("2", "=newest")).contains("user: of the newest");
    }

    /** What the model was sent after that answer, which can mean two sessions, and the next. */
    private List<String> picked(String unclear, String clear) throws InterruptedException {
        try (var chat = kept().withOpenInput().startOnTerminal("sessions", "resume")) {
            chat.awaitOutput("Number or id [1]: ");
            chat.write(unclear + "\r");
            chat.awaitOutput(" or the session 2: write = before the id");
            chat.awaitOutput("Number or id [1]: ", 2);
            chat.write(clear + "\r");
            chat.awaitOutput("]> ");
            chat.write("go on\r/exit\r");
            assertThat(chat.finish().exit()).isZero();
        }
        return server.lastRequest().said();
    }

    @Test
    void oneControlCEndsTheQuestion() throws InterruptedException {
        kept().run("ask", "--session-id", "one", "first");
        kept().run("ask", "--session-id", "two", "second");

        try (var chat = kept().withOpenInput().startOnTerminal("sessions", "resume")) {
            chat.awaitOutput("Number or id [1]: ");
            chat.write("\u0003");
            assertThat(chat.finish().exit()).isEqualTo(130);
        }
    }
}

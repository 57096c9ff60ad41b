package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Going on with a session of another process. */
final class ResumeTest extends ProgramTest {

    private Launcher kept() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    @Test
    void theChatKnowsWhatWasSaidBefore() throws IOException, InterruptedException {
        AskedBefore.in(home, "plans", "first", "other", "elsewhere");

        var resumed = kept().withInput("second\n/exit\n").run("sessions", "resume", "plans");

        assertThat(resumed.exit()).as(resumed.err()).isZero();
        assertThat(server.lastRequest().said())
                .contains("user: first", "user: second")
                .doesNotContain("user: elsewhere");
    }

    /** The second of the list is another session than the one that is called 2. */
    @Test
    void anIdThatIsANumberIsAskedBack() throws IOException, InterruptedException {
        AskedBefore.in(home, "2", "of the one called two", "middle", "of the middle", "newest", "of the newest");

        assertThat(picked("2", "=2")).contains("user: of the one called two");
        assertThat(picked("2", "=newest")).contains("user: of the newest");
    }

    /** What the model was sent after that answer, which can mean two sessions, and the next. */
    private List<String> picked(String unclear, String clear) throws IOException, InterruptedException {
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
    void oneControlCEndsTheQuestion() throws IOException, InterruptedException {
        AskedBefore.in(home, "one", "first", "two", "second");

        try (var chat = kept().withOpenInput().startOnTerminal("sessions", "resume")) {
            chat.awaitOutput("Number or id [1]: ");
            chat.write("\u0003");
            assertThat(chat.finish().exit()).isEqualTo(130);
        }
    }
}

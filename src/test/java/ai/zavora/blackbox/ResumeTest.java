package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Launcher;
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
}

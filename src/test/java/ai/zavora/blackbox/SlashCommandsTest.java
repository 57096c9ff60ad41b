package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Reply;
import org.junit.jupiter.api.Test;

/** Every slash command, typed into a chat of the packaged program. */
final class SlashCommandsTest extends ProgramTest {

    @Test
    void theyTellHowThingsAre() throws InterruptedException {
        var run = program()
                .withInput("/help\nhello\n/status\n/usage\n/models\n/exit\nnever read\n")
                .run("chat");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("/provider NAME", "/help COMMAND explains one command.")
                .contains("Session    default-session (in memory only)")
                .contains("This session: 1 turn, 1 reply, 0 tool calls")
                .contains("Anthropic (/provider anthropic)");
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void theySwitchModelAndProviderWithinTheSession() throws InterruptedException {
        var run = program()
                .with("ANTHROPIC_BASE_URL", server.baseUrl())
                .with("ANTHROPIC_API_KEY", KEY)
                .withInput("first\n/model other\nsecond\n/clear\n/provider anthropic\nthird\n/exit\n")
                .run("chat");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.requests()).hasSize(3);
        assertThat(server.requests().get(1).body().string("model")).contains("other");
        assertThat(server.lastRequest().path()).endsWith("/messages");
        assertThat(server.lastRequest().said()).contains("user: first", "user: second", "user: third");
    }

    @Test
    void aNewSessionForgetsTheOldOne() throws InterruptedException {
        server.reply(Reply.text("one"), Reply.text("two"));

        var run = program()
                .with("ZAVORA_SESSION_BACKEND", "sqlite")
                .withInput("first\n/new fresh\nsecond\n/exit\n")
                .run("chat");

        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(server.lastRequest().said()).containsExactly("user: second");
        assertThat(program()
                        .with("ZAVORA_SESSION_BACKEND", "sqlite")
                        .run("sessions", "list")
                        .out())
                .contains("- default-session", "- fresh");
    }
}

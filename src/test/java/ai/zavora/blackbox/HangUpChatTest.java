package ai.zavora.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import java.nio.file.Files;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A chat whose terminal is closed. */
final class HangUpChatTest extends ProgramTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private Launcher kept() {
        return program().with("ZAVORA_SESSION_BACKEND", "sqlite");
    }

    @Test
    void theTurnThatWaitsForApprovalIsInterrupted() throws Exception {
        server.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY));
        var telemetry = home.resolve(".zavora/telemetry/events.jsonl");
        try (var chat = kept().withOpenInput()
                .startOnTerminal("--require-confirm-tool", "current_unix_time", "chat", "--session-id", "held")) {
            chat.awaitOutput("zavora> ");
            chat.write("what time is it\r");
            chat.awaitOutput("denies: ");
            // this ends what makes the terminal, and so closes it
            chat.signal("KILL");
            var deadline = System.nanoTime() + PATIENCE.toNanos();
            while (!Files.readString(telemetry).contains("\"command.failed\"")) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                Thread.sleep(50);
            }
        }

        var shown = kept().run("sessions", "show", "--session-id", "held").out();

        assertThat(shown).contains("system\ninterrupted").doesNotContain("system\nfailed");
        assertThat(Files.readString(telemetry)).contains("INTERRUPTED");
    }
}

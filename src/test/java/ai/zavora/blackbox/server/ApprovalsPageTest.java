package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Page;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs the commands of {@code docs/approvals.md} as written, but for the port. */
final class ApprovalsPageTest extends ServerTest {
    private static final Reply CALL = Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY);

    @Test
    void everyCommandDoesWhatThePageSays() throws InterruptedException, IOException {
        assumeTrue(Launcher.in(folder).shell("command -v curl").exit() == 0, "the page is written for curl");
        model.reply(CALL, Reply.text("It is late."), CALL, Reply.text("I may not look."), Reply.text("Hello."));
        try (var agent =
                ServedAgent.start(program(), "--tool-confirmation-mode", "always", "--approval-wait-secs", "100")) {
            var script = new StringBuilder("set -e\n");
            for (var block :
                    Page.read(Path.of("docs/approvals.md")).blocks("bash").toList()) {
                script.append(block).append("echo\n");
                if (block.contains("\"approve\"")) {
                    // a reader takes longer than the model needs
                    script.append("until curl -s http://127.0.0.1:8787/v1/sessions/s1/turns/$TURN | grep -q answer; do"
                            + " :; done\n");
                }
            }

            var run = Launcher.in(folder)
                    .shell(script.toString()
                            .replace("http://127.0.0.1:8787", agent.address().toString()));

            assertThat(run.exit()).as(run.out() + run.err()).isZero();
            assertThat(run.out())
                    .contains("\"status\":\"waiting_for_approval\"", "\"status\":\"approved\",", "\"scope\":\"once\"")
                    .contains("\"answer\":\"It is late.\"")
                    .contains("event: approval_requested", "event: approval_resolved", "\"status\":\"denied\"")
                    .contains("\"response\":\"I may not look.\"")
                    .contains("Idempotent-Replayed: true");
            assertThat(model.requests()).hasSize(5);
        }
    }
}

package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Gate;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import org.junit.jupiter.api.Test;

/** A turn whose server was killed. */
final class CutOffTurnTest extends ServerTest {
    private static final String TURNS = "/v1/sessions/s1/turns/";

    @Test
    void isSaidToBeCutOffAtOnceAndNotBefore() throws Exception {
        var gate = new Gate();
        model.reply(Reply.text("be").thenWaitFor(gate).thenText("gun"));
        String turn;
        try (var killed = serve();
                var other = serve("--pid-file", "other.pid")) {
            var asking =
                    Sockets.post(killed, "/v1/ask", "text/event-stream", "{\"prompt\":\"one\",\"session_id\":\"s1\"}");
            turn = TURNS + asking.awaitLine("id: ").substring(4).split("\\.")[0];
            assertThat(other.get("/v1/sessions/s1").text()).contains("one");
            // it runs, and not here
            assertThat(other.get(turn).status()).isEqualTo(404);

            killed.program().close();
            killed.program().finish();

            assertCutOff(other, turn);
            gate.open();
        }
        model.otherwise(Reply.text("two"));
        try (var next = serve()) {
            assertCutOff(next, turn);
            assertThat(next.get(TURNS + "none").status()).isEqualTo(404);
            assertThat(next.post("/v1/ask", "{\"prompt\":\"two\",\"session_id\":\"s1\"}")
                            .status())
                    .isEqualTo(200);
            assertCutOff(next, turn);
        }
    }

    private static void assertCutOff(ServedAgent agent, String turn) throws InterruptedException {
        var answer = agent.get(turn);
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.text()).contains("ended without an answer (crashed)");
    }
}

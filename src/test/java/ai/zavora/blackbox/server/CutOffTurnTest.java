package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Gate;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.util.List;
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

    /** What was being said when the server was killed is in no journal, but how it ended is. */
    @Test
    void whoeverFollowedItLearnsHowItEnded() throws Exception {
        var gate = new Gate();
        model.reply(Reply.text("be").thenWaitFor(gate).thenText("gun"));
        String seen;
        try (var killed = serve()) {
            var asking =
                    Sockets.post(killed, "/v1/ask", "text/event-stream", "{\"prompt\":\"one\",\"session_id\":\"s1\"}");
            seen = asking.awaitLine("id: ").substring(4);
            assertThat(seen).endsWith(".0.2");
            killed.program().close();
            killed.program().finish();
            gate.open();
        }
        try (var next = serve()) {
            var rest = follow(next, seen);
            assertThat(rest).extracting(Events.Event::name).containsExactly("init", "error");
            assertThat(rest.getLast().data().toString()).contains("crashed");

            // the failure as it is told now, and as a server that lived on would have told it
            assertThat(follow(next, rest.getLast().id())).hasSize(1);
            var turn = seen.substring(0, seen.indexOf('.'));
            assertThat(follow(next, turn + ".1.0")).hasSize(1);
            assertThat(following(next, turn + ".2.0").status()).isEqualTo(404);
        }
    }

    private static List<Events.Event> follow(ServedAgent agent, String seen) throws InterruptedException {
        return Events.of(following(agent, seen).text());
    }

    private static ServedAgent.Answer following(ServedAgent agent, String seen) throws InterruptedException {
        return agent.send(agent.posting("/v1/ask", "{\"session_id\":\"s1\"}")
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", seen));
    }

    private static void assertCutOff(ServedAgent agent, String turn) throws InterruptedException {
        var answer = agent.get(turn);
        assertThat(answer.status()).as(answer.text()).isEqualTo(409);
        assertThat(answer.text()).contains("ended without an answer (crashed)");
    }
}

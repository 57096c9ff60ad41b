package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Gate;
import ai.zavora.testing.PrometheusText;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** {@code Idempotency-Key} where the server has options of its own, or its connections are counted. */
final class IdempotencyAloneTest extends ServerTest {
    private static final String ASK = "/v1/ask";
    private static final String BODY = "{\"prompt\":\"hi\",\"session_id\":\"s1\"}";
    private static final String REPLAYED = "Idempotent-Replayed";

    private static Answer ask(ServedAgent agent, String key, String body) throws InterruptedException {
        return agent.send(agent.posting(ASK, body).header("Idempotency-Key", key));
    }

    private static List<Events.Event> stream(ServedAgent agent, String key) throws InterruptedException {
        return Events.of(agent.send(
                        agent.posting(ASK, BODY).header("Idempotency-Key", key).header("Accept", "text/event-stream"))
                .text());
    }

    private static void awaitConnections(ServedAgent agent, int count) throws InterruptedException {
        double open;
        do {
            open = PrometheusText.parse(agent.get("/metrics").text()).value("zavora_open_connections");
        } while (open < count);
    }

    @Test
    void duplicatesAtTheSameTimeRunOneTurn() throws InterruptedException {
        var gate = new Gate();
        model.reply(Reply.text("on").thenWaitFor(gate).thenText("ce"));
        try (var agent = serve()) {
            var answers = new CopyOnWriteArrayList<Answer>();
            var streams = new CopyOnWriteArrayList<String>();
            var asking = new CopyOnWriteArrayList<Thread>();
            for (var i = 0; i < 8; i++) {
                var whole = i % 2 == 0;
                asking.add(Thread.ofVirtual().start(() -> {
                    try {
                        if (whole) {
                            answers.add(ask(agent, "k", BODY));
                        } else {
                            streams.add(Events.text(stream(agent, "k")));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }));
            }
            model.awaitRequests(1);
            awaitConnections(agent, 9);
            gate.open();
            for (var thread : asking) {
                thread.join();
            }

            assertThat(answers).hasSize(4).allSatisfy(answer -> {
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                assertThat(answer.text()).isEqualTo(answers.getFirst().text());
            });
            assertThat(streams).hasSize(4).containsOnly("once");
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void whatDidNotBecomeATurnIsTriedAgain() throws InterruptedException {
        var gate = new Gate();
        model.reply(Reply.text("o").thenWaitFor(gate).thenText("ne"), Reply.text("two"));
        try (var agent = serve("--max-turns", "1", "--max-waiting", "0")) {
            var first = Sockets.post(agent, ASK, "application/json", BODY);
            model.awaitRequests(1);
            var refused = ask(agent, "k", BODY.replace("s1", "s2"));
            gate.open();
            first.rest();
            var again = ask(agent, "k", BODY.replace("s1", "s2"));

            assertThat(refused.status()).isEqualTo(429);
            assertThat(again.json().string("answer")).contains("two");
            assertThat(again.header(REPLAYED)).isEmpty();
        }
    }

    @Test
    void aPromptThatAGuardrailBlocksIsNotRemembered() throws InterruptedException {
        try (var agent = ServedAgent.start(
                program().with("ZAVORA_GUARDRAIL_INPUT_MODE", "block").with("ZAVORA_GUARDRAIL_TERM", "hi"))) {
            for (var i = 0; i < 2; i++) {
                var blocked = ask(agent, "k", BODY);
                assertThat(blocked.status()).as(blocked.text()).isEqualTo(400);
                assertThat(blocked.header(REPLAYED)).isEmpty();
            }
        }
    }

    @Test
    void aTurnThatFailedIsNotRunAgain() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--turn-timeout-secs", "1")) {
            var failed = ask(agent, "k", BODY);
            var again = ask(agent, "k", BODY);

            assertThat(failed.status()).isEqualTo(504);
            assertThat(failed.header(REPLAYED)).isEmpty();
            assertThat(again.status()).isEqualTo(504);
            assertThat(again.header(REPLAYED)).isEqualTo("true");
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void aCallerWhoLeavesFindsItsTurnAgain() throws InterruptedException {
        var gate = new Gate();
        model.reply(Reply.text("still").thenWaitFor(gate).thenText(" here"));
        try (var agent = serve()) {
            var leaving = Sockets.open(
                    agent,
                    "POST " + ASK + " HTTP/1.1\r\nHost: " + agent.address().getAuthority()
                            + "\r\nIdempotency-Key: k\r\nContent-Type: application/json\r\nContent-Length: "
                            + BODY.length() + "\r\n\r\n" + BODY);
            model.awaitRequests(1);
            leaving.close();
            var back = new CopyOnWriteArrayList<Answer>();
            var asking = Thread.ofVirtual().start(() -> {
                try {
                    back.add(ask(agent, "k", BODY));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            awaitConnections(agent, 2);
            gate.open();
            asking.join();

            assertThat(back.getFirst().json().string("answer")).contains("still here");
            assertThat(model.requests()).hasSize(1);
        }
    }

    @Test
    void aWaitingTurnIsFoundAgainUntilItsAnswerIsThere() throws InterruptedException {
        model.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY), Reply.text("Done."));
        try (var agent = serve("--require-confirm-tool", "current_unix_time")) {
            var body = "{\"prompt\":\"hi\",\"session_id\":\"s1\",\"approvals\":\"wait\"}";
            var waiting = ask(agent, "k", body);
            var again = ask(agent, "k", body);
            var approval = (JsonValue.Obj) waiting.json().array("approvals").getFirst();
            agent.post("/v1/approvals/" + approval.string("id").orElseThrow(), "{\"decision\":\"approve\"}");
            var answer = ask(agent, "k", body);

            assertThat(waiting.status()).isEqualTo(202);
            assertThat(again.status()).isEqualTo(202);
            assertThat(again.text()).isEqualTo(waiting.text());
            assertThat(answer.json().string("answer")).contains("Done.");
            assertThat(model.requests()).hasSize(2);
        }
    }
}

package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import ai.zavora.testing.ServedAgent.Answer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code Idempotency-Key}: an ask that is sent again is not done again. */
final class IdempotencyTest extends SharedServerTest {
    private static final String ASK = "/v1/ask";
    private static final String REPLAYED = "Idempotent-Replayed";

    private static String body(String session) {
        return "{\"prompt\":\"hi\",\"session_id\":\"" + session + "\"}";
    }

    private static Answer ask(ServedAgent agent, String key, String body) throws InterruptedException {
        return agent.send(agent.posting(ASK, body).header("Idempotency-Key", key));
    }

    private static List<Events.Event> stream(ServedAgent agent, String key, String body) throws InterruptedException {
        return Events.of(agent.send(
                        agent.posting(ASK, body).header("Idempotency-Key", key).header("Accept", "text/event-stream"))
                .text());
    }

    @Test
    void theAnswerOfATurnThatEndedComesAgain() throws InterruptedException {
        var body = body("ended");
        model.reply(Reply.text("one"), Reply.text("two"));
        var first = ask(agent, "ended", body);
        var again = ask(agent, "ended", "  " + body.replace(":", " : "));
        var streamed = agent.send(
                agent.posting(ASK, body).header("Idempotency-Key", "ended").header("Accept", "text/event-stream"));
        var other = ask(agent, "another", body);
        var without = agent.post(ASK, body);

        assertThat(first.header(REPLAYED)).isEmpty();
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(again.header(REPLAYED)).isEqualTo("true");
        assertThat(streamed.header(REPLAYED)).isEqualTo("true");
        assertThat(Events.text(Events.of(streamed.text()))).isEqualTo("one");
        assertThat(other.json().string("answer")).contains("two");
        assertThat(without.header(REPLAYED)).isEmpty();
        assertThat(model.requests()).hasSize(3);
    }

    @Test
    void anotherBodyUnderTheSameKeyIsRefused() throws InterruptedException {
        var body = body("bodies");
        ask(agent, "bodies", body);
        var other = ask(agent, "bodies", body.replace("hi", "ho"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().string("message").orElseThrow()).contains("another body");
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void eachUserHasKeysOfItsOwn() throws InterruptedException {
        model.reply(Reply.text("for a"), Reply.text("for b"));
        var a = ask(agent, "users", "{\"prompt\":\"hi\",\"user_id\":\"a\"}");
        var b = ask(agent, "users", "{\"prompt\":\"hi\",\"user_id\":\"b\"}");

        assertThat(a.json().string("answer")).contains("for a");
        assertThat(b.json().string("answer")).contains("for b");
    }

    @Test
    void aMalformedKeyIsRefused() throws InterruptedException {
        var body = body("malformed");
        assertThat(ask(agent, "malformed".repeat(256), body).status()).isEqualTo(400);
        assertThat(ask(agent, "two words", body).status()).isEqualTo(400);
        assertThat(agent.send(agent.posting(ASK, body)
                                .header("Idempotency-Key", "one")
                                .header("Idempotency-Key", "two"))
                        .status())
                .isEqualTo(400);
        assertThat(model.requests()).isEmpty();
        assertThat(ask(agent, "~".repeat(255), body).status()).isEqualTo(200);
    }

    @Test
    void aDeletedSessionTakesItsKeysAlong() throws InterruptedException {
        var body = body("deleted");
        model.reply(Reply.text("one"), Reply.text("two"));
        ask(agent, "deleted", body);
        agent.send(agent.request("/v1/sessions/deleted").DELETE());

        assertThat(ask(agent, "deleted", body).json().string("answer")).contains("two");
    }

    @Test
    void aSessionThatAnotherProgramDeletesTakesItsKeysAndEventsAlong() throws InterruptedException {
        var body = body("deleted-elsewhere");
        model.reply(Reply.text("one"), Reply.text("two"));
        var first = stream(agent, "deleted-elsewhere", body);
        assertThat(program()
                        .with("ZAVORA_SESSION_BACKEND", "sqlite")
                        .run("sessions", "delete", "--session-id", "deleted-elsewhere", "--force")
                        .exit())
                .isZero();

        var resumed = agent.send(agent.posting(ASK, body)
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", first.getFirst().id()));

        assertThat(resumed.status()).isEqualTo(404);
        assertThat(ask(agent, "deleted-elsewhere", body).json().string("answer"))
                .contains("two");
    }

    @Test
    void anotherSessionOfTheSameNameHasKeysOfItsOwn() throws InterruptedException {
        var body = body("namesakes");
        model.reply(Reply.text("one"), Reply.text("elsewhere"), Reply.text("two"));
        ask(agent, "namesakes", body);
        var sqlite = program().with("ZAVORA_SESSION_BACKEND", "sqlite");
        assertThat(sqlite.run("sessions", "delete", "--session-id", "namesakes", "--force")
                        .exit())
                .isZero();
        assertThat(sqlite.run("ask", "--session-id", "namesakes", "entirely new")
                        .exit())
                .isZero();

        assertThat(ask(agent, "namesakes", body).json().string("answer")).contains("two");
    }
}

package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Reply;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/ask} and {@code POST /v1/interrupt}. */
final class AskTest extends SharedServerTest {
    private static final String ASK = "/v1/ask";

    @Test
    void answers() throws InterruptedException {
        model.reply(Reply.text("Paris", "."));
        var answer = agent.post(ASK, "{\"prompt\":\"The capital of France?\",\"session_id\":\"capital\"}");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        var json = answer.json();
        assertThat(json.string("answer")).contains("Paris.");
        assertThat(json.string("provider")).contains("openai");
        assertThat(json.string("session_id")).contains("capital");
        assertThat(json.string("user_id")).contains("local-user");
    }

    @Test
    void streamsTheHeadlessEvents() throws InterruptedException {
        model.reply(Reply.text("Hel", "lo"));
        var lines = agent.send(agent.posting(ASK, "{\"prompt\":\"hi\",\"session_id\":\"streamed\"}")
                .header("Accept", "text/event-stream"));

        assertThat(lines.header("Content-Type")).isEqualTo("text/event-stream");
        var events = Events.of(lines.text());
        assertThat(events)
                .extracting(Events.Event::name)
                .startsWith("init", "agent")
                .endsWith("result");
        assertThat(Events.text(events)).isEqualTo("Hello");
        assertThat(events.getLast().data().object("data").orElseThrow().string("response"))
                .contains("Hello");
    }

    @Test
    void goesOnBehindTheLastEventThatArrived() throws InterruptedException {
        model.reply(Reply.text("a", "b", "c", "d"));
        var ask = "{\"prompt\":\"hi\",\"session_id\":\"behind\"}";
        var all = Events.of(agent.send(agent.posting(ASK, ask).header("Accept", "text/event-stream"))
                .text());
        var named = all.stream().filter(event -> !event.id().isEmpty()).toList();

        for (var seen = 0; seen < named.size(); seen++) {
            var rest = Events.of(agent.send(agent.posting(ASK, ask)
                            .header("Accept", "text/event-stream")
                            .header("Last-Event-ID", named.get(seen).id()))
                    .text());
            var before = Events.text(all.subList(0, all.indexOf(named.get(seen)) + 1));
            assertThat(before + Events.text(rest)).isEqualTo("abcd");
            if (seen < named.size() - 1) {
                assertThat(rest.getLast().name()).isEqualTo("result");
            }
        }
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void whoGoesOnIsToldTooThatTheAnswerWasCutOff() throws InterruptedException {
        model.reply(Reply.text("part").ending(Reply.Ending.MAX_TOKENS));
        var live = Events.of(agent.send(agent.posting(ASK, "{\"prompt\":\"hi\",\"session_id\":\"cut\"}")
                        .header("Accept", "text/event-stream"))
                .text());
        var first = live.stream().filter(event -> !event.id().isEmpty()).findFirst();
        var rest = Events.of(agent.send(agent.posting(ASK, "{\"session_id\":\"cut\"}")
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", first.orElseThrow().id()))
                .text());

        assertThat(rest).extracting(Events.Event::name).containsExactly("init", "system", "result");
        assertThat(rest.get(1).data().toString()).contains("output limit");
        assertThat(live.get(live.size() - 2).data().object("data"))
                .isEqualTo(rest.get(1).data().object("data"));
    }

    @Test
    void aTurnThatFailedIsToldAgainAsItFailed() throws InterruptedException {
        model.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY), Fault.status(400));
        var live = Events.of(agent.send(agent.posting(ASK, "{\"prompt\":\"when\",\"session_id\":\"failed\"}")
                        .header("Accept", "text/event-stream"))
                .text());
        var first = live.stream().filter(event -> !event.id().isEmpty()).findFirst();
        var rest = Events.of(agent.send(agent.posting(ASK, "{\"session_id\":\"failed\"}")
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", first.orElseThrow().id()))
                .text());

        assertThat(live.getLast().data().toString()).contains("PROVIDER");
        assertThat(rest.getLast().id()).isEqualTo(live.getLast().id());
        assertThat(rest.getLast().data().object("data"))
                .isEqualTo(live.getLast().data().object("data"));
    }

    @Test
    void anInterruptOfNothingSaysSo() throws InterruptedException {
        var answer = agent.post("/v1/interrupt", "{\"session_id\":\"nobody\"}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().bool("interrupted")).contains(false);
    }

    @Test
    void aUserCannotInterruptAnother() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        var asking = Thread.ofVirtual().start(() -> {
            try {
                agent.post(ASK, "{\"prompt\":\"one\",\"session_id\":\"users\",\"user_id\":\"a\"}");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        model.awaitRequests(1);

        var other = agent.post("/v1/interrupt", "{\"session_id\":\"users\",\"user_id\":\"b\"}");
        var own = agent.post("/v1/interrupt", "{\"session_id\":\"users\",\"user_id\":\"a\"}");
        asking.join();

        assertThat(other.json().bool("interrupted")).contains(false);
        assertThat(own.json().bool("interrupted")).contains(true);
    }

    @Test
    void aCallerWhoLeavesCancelsTheTurn() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents(), Fault.silenceBetweenEvents());
        var calls = 0;
        for (var accept : List.of("application/json", "text/event-stream")) {
            var leaving = Sockets.post(agent, ASK, accept, "{\"prompt\":\"one\",\"session_id\":\"leaving\"}");
            var request = model.awaitRequests(++calls).getLast();
            leaving.close();

            assertThat(request.awaitClientClosedEarly(Duration.ofSeconds(10)))
                    .as(accept)
                    .isTrue();
        }
    }

    @Test
    void aDetachedTurnGoesOnWithoutItsCaller() throws InterruptedException {
        model.reply(Reply.text("still", " here").withPauses(Duration.ofMillis(500)));
        var leaving = Sockets.post(
                agent, ASK, "text/event-stream", "{\"prompt\":\"one\",\"session_id\":\"detached\",\"detach\":true}");
        var id = leaving.awaitLine("id: ").substring(4);
        leaving.close();

        var rest = Events.of(agent.send(agent.posting(ASK, "{\"session_id\":\"detached\"}")
                        .header("Accept", "text/event-stream")
                        .header("Last-Event-ID", id))
                .text());

        assertThat(Events.text(rest)).endsWith("here");
        assertThat(rest.getLast().name()).isEqualTo("result");
    }

    @Test
    void aNewSessionNeedsANameThatCanBeWrittenDown() throws InterruptedException {
        for (var id : List.of(" s1", "s1\\n", "a\\u0000b", "a\\ufffdb", "x".repeat(513))) {
            var answer = agent.post(ASK, "{\"prompt\":\"hi\",\"detach\":true,\"session_id\":\"" + id + "\"}");

            assertThat(answer.status()).as(id + answer.text()).isEqualTo(400);
            assertThat(answer.json().string("category")).contains("INPUT");
        }
        assertThat(agent.get("/v1/sessions").text()).doesNotContain("s1", "xxx");
        assertThat(model.requests()).isEmpty();
    }
}

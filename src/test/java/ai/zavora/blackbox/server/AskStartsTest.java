package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/ask} where it depends on how the server was started, or is started again. */
final class AskStartsTest extends ServerTest {
    private static final String ASK = "/v1/ask";

    @Test
    void continuesASessionAlsoAfterARestart() throws InterruptedException {
        try (var agent = serve()) {
            agent.post(ASK, "{\"prompt\":\"one\",\"session_id\":\"s1\"}");
            agent.stop();
        }
        try (var agent = serve()) {
            agent.post(ASK, "{\"prompt\":\"two\",\"session_id\":\"s1\"}");
        }

        assertThat(model.lastRequest().bodyText()).contains("one").contains("two");
    }

    @Test
    void aTurnWithoutAnAnswerIsNoneWhenItIsToldAgain() throws Exception {
        model.reply(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY), Reply.text(""));
        List<Events.Event> live;
        try (var agent = serve()) {
            live = Events.of(agent.send(agent.posting(ASK, "{\"prompt\":\"when\",\"session_id\":\"s1\"}")
                            .header("Accept", "text/event-stream"))
                    .text());
            assertThat(live.getLast().name()).isEqualTo("error");
        }
        try (var agent = serve()) {
            var first = live.stream().filter(event -> !event.id().isEmpty()).findFirst();
            var rest = Events.of(agent.send(agent.posting(ASK, "{\"session_id\":\"s1\"}")
                            .header("Accept", "text/event-stream")
                            .header("Last-Event-ID", first.orElseThrow().id()))
                    .text());

            assertThat(rest.getLast().name()).isEqualTo("error");
            assertThat(rest.getLast().data().toString()).contains("answered nothing");
        }
    }

    @Test
    void aTurnThatIsToldAgainTookWhatItTook() throws Exception {
        Files.createDirectories(folder.resolve(".zavora"));
        Files.writeString(folder.resolve(".zavora/config.toml"), "[profiles.default]\ncompaction_threshold = 0.0\n");
        model.reply(Reply.text("one"), Reply.text("the summary"), Reply.text("two"));
        try (var agent = serve()) {
            agent.post(ASK, "{\"prompt\":\"the first prompt\",\"session_id\":\"s1\"}");
            var stream = agent.send(agent.posting(ASK, "{\"prompt\":\"second\",\"session_id\":\"s1\"}")
                    .header("Accept", "text/event-stream"));
            var result = Events.of(stream.text()).getLast();
            var told = agent.get("/v1/sessions/s1/turns/" + result.id().split("\\.")[0]);

            assertThat(model.requests()).hasSize(3);
            var stats = told.json().object("stats").orElseThrow();
            assertThat(stats.integer("input_tokens")).hasValue(2 * 11);
            assertThat(result.data().object("data").orElseThrow().object("stats"))
                    .hasValueSatisfying(
                            live -> assertThat(live.integer("input_tokens")).isEqualTo(stats.integer("input_tokens")));
        }
    }

    @Test
    void goesOnWithATurnThatLeftMemory() throws InterruptedException {
        model.reply(Reply.text("a", "b", "c", "d"));
        String id;
        try (var agent = serve()) {
            var all = Events.of(agent.send(agent.posting(ASK, "{\"prompt\":\"hi\",\"session_id\":\"s1\"}")
                            .header("Accept", "text/event-stream"))
                    .text());
            id = all.stream()
                    .map(Events.Event::id)
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElseThrow();
            assertThat(agent.stop().exit()).isZero();
        }
        try (var agent = serve()) {
            // one character was seen, wherever the pieces were cut
            var first = id.substring(0, id.lastIndexOf('.')) + ".1";
            var rest = Events.of(agent.send(agent.posting(ASK, "{\"session_id\":\"s1\"}")
                            .header("Accept", "text/event-stream")
                            .header("Last-Event-ID", first))
                    .text());

            assertThat(Events.text(rest)).isEqualTo("bcd");
            assertThat(rest.getLast().name()).isEqualTo("result");
        }
    }

    @Test
    void oneSessionRunsOneTurnAtATime() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--session-wait-secs", "1")) {
            var first = Thread.ofVirtual().start(() -> {
                try {
                    agent.post(ASK, "{\"prompt\":\"one\",\"session_id\":\"s1\"}");
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            model.awaitRequests(1);

            var second = agent.post(ASK, "{\"prompt\":\"two\",\"session_id\":\"s1\"}");
            var other = agent.post(ASK, "{\"prompt\":\"two\",\"session_id\":\"s2\"}");
            var interrupted = agent.post("/v1/interrupt", "{\"session_id\":\"s1\"}");
            first.join();
            var again = agent.post(ASK, "{\"prompt\":\"three\",\"session_id\":\"s1\"}");

            assertThat(second.status()).isEqualTo(409);
            assertThat(other.status()).isEqualTo(200);
            assertThat(interrupted.json().bool("interrupted")).contains(true);
            assertThat(again.status()).as(again.text()).isEqualTo(200);
        }
    }

    @Test
    void beginsWithoutAModelAndSaysSo() throws InterruptedException {
        try (var agent = ServedAgent.start(Launcher.in(folder))) {
            var healthy = agent.get("/healthz");
            var asked = agent.post(ASK, "{\"prompt\":\"hi\"}");

            assertThat(healthy.status()).isEqualTo(200);
            assertThat(asked.status()).isEqualTo(503);
            assertThat(asked.json().string("category")).contains("PROVIDER");
            assertThat(asked.json().string("hint").orElseThrow()).isNotBlank();
        }
    }

    @Test
    void tooManyAtOnceAreRefusedWithATime() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--max-turns", "1", "--max-waiting", "0")) {
            var first = Sockets.post(agent, ASK, "application/json", "{\"prompt\":\"one\",\"session_id\":\"s1\"}");
            model.awaitRequests(1);

            var refused = agent.post(ASK, "{\"prompt\":\"two\",\"session_id\":\"s2\"}");
            first.close();

            assertThat(refused.status()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
        }
    }

    @Test
    void aTurnThatTakesTooLongEnds() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--turn-timeout-secs", "1")) {
            var answer = agent.post(ASK, "{\"prompt\":\"one\",\"session_id\":\"s1\"}");

            assertThat(answer.status()).isEqualTo(504);
            assertThat(answer.json().get("request_id")).isPresent().get().isInstanceOf(JsonValue.Str.class);
        }
    }

    /** The question fits, the answer does not. */
    @Test
    void whatCannotBeKeptIsAFailure() throws InterruptedException {
        model.reply(Reply.text("x".repeat(500_000)));
        try (var agent = ServedAgent.start(
                program().with("ZAVORA_SESSION_BACKEND", "sqlite").withFileLimit(200))) {
            var answer = agent.post(ASK, "{\"prompt\":\"much\",\"session_id\":\"s1\"}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(500);
            assertThat(answer.json().string("category")).contains("SESSION");
            assertThat(answer.text()).contains("not kept").doesNotContain(folder.toString());
            assertThat(agent.stop().err()).contains("cannot grow");
        }
    }
}

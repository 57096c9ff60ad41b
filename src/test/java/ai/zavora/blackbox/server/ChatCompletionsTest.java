package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.testing.Fault;
import ai.zavora.testing.Launcher;
import ai.zavora.testing.Reply;
import ai.zavora.testing.ServedAgent;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code POST /v1/chat/completions}: turns for clients of OpenAI on servers of their own. */
final class ChatCompletionsTest extends ServerTest {
    private static final String CARD = "4111 1111 1111 1111";

    @Test
    void theAgentsOwnToolsStayBehindTheGate() throws InterruptedException {
        model.reply(
                Reply.text("Let me look.").then(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY)),
                Reply.text("No clock."),
                Reply.text("Let me look.").then(Reply.toolUse("current_unix_time", JsonValue.Obj.EMPTY)),
                Reply.text("No clock."));
        try (var agent = serve("--tool-confirmation-mode", "always")) {
            var whole = Chat.ask(agent, Chat.saying("What time is it?", ""));
            var refusal = model.lastRequest().said().getLast();
            var streamed = Chat.ask(agent, Chat.saying("What time is it?", ",\"stream\":true"));

            assertThat(refusal).startsWith("tool: ").contains("error");
            assertThat(Chat.content(whole)).isEqualTo("Let me look.\n\nNo clock.");
            assertThat(Chat.said(Chat.chunks(streamed.text()))).isEqualTo(Chat.content(whole));
            assertThat(whole.json().object("usage").orElseThrow().integer("total_tokens"))
                    .hasValue(2 * Reply.USAGE.total());
            assertThat(Chat.choice(whole.json()).string("finish_reason")).contains("stop");
        }
    }

    @Test
    void aCallerWhoLeavesCancelsTheTurn() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents(), Fault.silenceBetweenEvents(), Fault.silenceBeforeFirstEvent());
        try (var agent = serve()) {
            var calls = 0;
            for (var more : List.of("", ",\"stream\":true", ",\"stream\":true")) {
                var leaving = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", more));
                var request = model.awaitRequests(++calls).getLast();
                leaving.close();

                assertThat(request.awaitClientClosedEarly(Duration.ofSeconds(10)))
                        .as(more)
                        .isTrue();
            }
        }
    }

    @Test
    void aCallerWhoNeverReadsCancelsTheTurn() throws InterruptedException {
        // more than the connection holds, and going on for longer than a write may take
        model.reply(Reply.manyDeltas("x".repeat(128 << 10), 220).withPauses(Duration.ofMillis(250)));
        try (var agent = serve();
                var unread = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", ",\"stream\":true"))) {
            var request = model.awaitRequests(1).getLast();

            assertThat(request.awaitClientClosedEarly(Duration.ofSeconds(150)))
                    .as("%s", unread)
                    .isTrue();
        }
    }

    @Test
    void tooManyAtOnceAreRefusedWithATime() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--max-turns", "1", "--max-waiting", "0");
                var _ = Sockets.post(agent, Chat.PATH, "*/*", Chat.saying("hi", ""))) {
            model.awaitRequests(1);
            var refused = Chat.ask(agent, Chat.saying("hi", ",\"stream\":true"));

            assertThat(refused.status()).as(refused.text()).isEqualTo(429);
            assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            assertThat(refused.header("X-Should-Retry")).isEmpty();
            assertThat(Chat.error(refused).string("code")).contains("rate_limit_exceeded");
        }
    }

    @Test
    void aTurnThatTakesTooLongEnds() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--turn-timeout-secs", "1")) {
            var late = Chat.ask(agent, Chat.saying("hi", ""));

            assertThat(late.status()).as(late.text()).isEqualTo(504);
            assertThat(Chat.error(late).string("code")).contains("timeout");
            assertThat(late.header("X-Should-Retry")).isEqualTo("false");
        }
    }

    @Test
    void aSessionRunsOneTurnAtATime() throws InterruptedException {
        model.reply(Fault.silenceBetweenEvents());
        try (var agent = serve("--session-wait-secs", "1");
                var _ = Sockets.post(agent, "/v1/ask", "*/*", "{\"prompt\":\"one\",\"session_id\":\"s1\"}")) {
            model.awaitRequests(1);
            var busy =
                    agent.send(agent.posting(Chat.PATH, Chat.saying("two", "")).header("X-Zavora-Session", "s1"));
            var apart = Chat.ask(agent, Chat.saying("two", ""));

            assertThat(busy.status()).as(busy.text()).isEqualTo(409);
            assertThat(Chat.error(busy).string("type")).contains("conflict_error");
            assertThat(apart.status()).isEqualTo(200);
        }
    }

    @Test
    void guardrailsLookAtAllOfIt() throws InterruptedException {
        try (var agent = serve("--guardrail-input-mode", "redact")) {
            var answer = Chat.ask(
                    agent,
                    Chat.body("\"messages\":[{\"role\":\"system\",\"content\":\"sys " + CARD
                            + "\"},{\"role\":\"user\",\"content\":\"old " + CARD
                            + "\"},{\"role\":\"assistant\",\"content\":\"ok\"},{\"role\":\"user\",\"content\":\"new "
                            + CARD
                            + "\"}]"));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            var sent = model.lastRequest();
            assertThat(sent.bodyText()).doesNotContain(CARD);
            assertThat(sent.system()).endsWith("sys [CREDIT CARD REDACTED]");
            assertThat(sent.said())
                    .containsExactly(
                            "user: old [CREDIT CARD REDACTED]", "assistant: ok", "user: new [CREDIT CARD REDACTED]");
        }
    }

    @Test
    void observesAMessageBeforeTheNewestOfTheSameRole() throws Exception {
        try (var agent = serve("--guardrail-input-mode", "observe")) {
            var answer = Chat.ask(
                    agent,
                    Chat.body("\"messages\":[{\"role\":\"user\",\"content\":\"old " + CARD
                            + "\"},{\"role\":\"user\",\"content\":\"new " + CARD + "\"}]"));
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            agent.stop();
        }

        // what is new, and what stands before it
        assertThat(Files.readAllLines(folder.resolve(".zavora/telemetry/events.jsonl")))
                .filteredOn(line -> line.contains("guardrail.input.observed"))
                .hasSize(2);
    }

    @Test
    void aBlockedRequestReachesNoModel() throws InterruptedException {
        try (var agent = serve("--guardrail-input-mode", "block")) {
            for (var messages : List.of(
                    "{\"role\":\"system\",\"content\":\"" + CARD + "\"},{\"role\":\"user\",\"content\":\"hi\"}",
                    "{\"role\":\"user\",\"content\":\"" + CARD + "\"},{\"role\":\"user\",\"content\":\"hi\"}",
                    "{\"role\":\"user\",\"content\":\"" + CARD + "\"}")) {
                var answer = Chat.ask(agent, Chat.body("\"stream\":true,\"messages\":[" + messages + "]"));

                assertThat(answer.status()).as(messages).isEqualTo(400);
                assertThat(Chat.error(answer).string("code")).contains("content_filter");
                assertThat(answer.text()).doesNotContain(CARD, "ession").contains("Take it out");
            }
            assertThat(model.requests()).isEmpty();
        }
    }

    @Test
    void isCountedAndLoggedAsEveryRoute() throws InterruptedException {
        try (var agent = serve()) {
            Chat.ask(agent, Chat.saying("a private word", ""));
            agent.get("/v1/models/none");
            var metrics = agent.get("/metrics").text();
            agent.stop();

            assertThat(metrics)
                    .contains("route=\"/v1/chat/completions\"", "route=\"/v1/models/{model}\"")
                    .contains("zavora_turns_total{outcome=\"answered\"} 1");
            assertThat(agent.program().err())
                    .contains("\"path\":\"/v1/chat/completions\",\"status\":200")
                    .doesNotContain("a private word");
        }
    }

    @Test
    void withoutAModelItSaysSo() throws InterruptedException {
        try (var agent = ServedAgent.start(Launcher.in(folder))) {
            for (var answer : List.of(Chat.ask(agent, Chat.saying("hi", "")), agent.get("/v1/models"))) {
                assertThat(answer.status()).as(answer.text()).isEqualTo(503);
                assertThat(answer.header("Retry-After")).isNotEmpty();
                assertThat(Chat.error(answer).string("type")).contains("server_error");
            }
        }
    }
}

package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Fault;
import ai.zavora.testing.Reply;
import ai.zavora.testing.Scripted;
import ai.zavora.testing.SentRequest;
import ai.zavora.testing.ServedAgent;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prompts in a row without answers that together pass the model's window are summarised. */
final class LargeHistoriesTest extends ServerTest {
    /** What fits the window of the model, as the program estimates it. */
    private static final int WINDOW_CHARS = 512_000;

    @BeforeEach
    void answers() {
        model.answering(LargeHistoriesTest::answer);
    }

    private static Scripted answer(SentRequest request) {
        var chars = request.said().stream().mapToInt(String::length).sum();
        if (chars > WINDOW_CHARS) {
            return Fault.contextOverflow();
        }
        if (request.system().startsWith("Summarise")) {
            return Reply.text("Notes.");
        }
        return request.lastUserText().endsWith("hi") ? Reply.text("Well.") : Fault.silenceBeforeFirstEvent();
    }

    private ServedAgent agent(String... arguments) throws InterruptedException {
        return ServedAgent.start(
                program().with("ZAVORA_SESSION_BACKEND", "sqlite").with("ZAVORA_MODEL", "gpt-4o-mini"), arguments);
    }

    @Test
    void messagesOfTheUserInARow() throws InterruptedException {
        var history = IntStream.range(0, 12)
                .mapToObj(i -> "{\"role\":\"user\",\"content\":\"" + "word ".repeat(16_000) + i + "\"},")
                .collect(Collectors.joining());
        try (var agent = agent()) {
            var answer =
                    Chat.ask(agent, Chat.body("\"messages\":[" + history + "{\"role\":\"user\",\"content\":\"hi\"}]"));

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(Chat.content(answer)).isEqualTo("Well.");
            assertThat(model.requests()).hasSize(2);
            assertThat(model.requests().getFirst().lastUserText()).endsWith("word 11\n");
            assertThat(model.lastRequest().lastUserText()).contains("Notes.").hasSizeLessThan(200);
        }
    }

    @Test
    void turnsThatTookTooLong() throws InterruptedException {
        try (var agent = agent("--turn-timeout-secs", "5", "--max-prompt-chars", "400000")) {
            var large = "{\"session_id\":\"s1\",\"prompt\":\"" + "word ".repeat(80_000) + "\"}";
            assertThat(agent.post("/v1/ask", large).status()).isEqualTo(504);
            var second = agent.post("/v1/ask", large);
            assertThat(second.status()).as(second.text()).isEqualTo(504);

            var answer = agent.post("/v1/ask", "{\"session_id\":\"s1\",\"prompt\":\"hi\"}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(model.lastRequest().lastUserText()).contains("Notes.").hasSizeLessThan(200);
        }
    }
}

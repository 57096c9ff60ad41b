package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/ask}: the form of the answer, by what the caller accepts. */
final class AskFormsTest extends SharedServerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            text/event-stream                                 | text/event-stream
            TEXT/Event-Stream; charset=utf-8                  | text/event-stream
            application/json, text/event-stream               | text/event-stream
            application/json;q=0.5, text/event-stream;q=0.9   | text/event-stream
            application/json, text/event-stream;q=0.9         | application/json
            text/event-stream;q=0, */*                        | application/json
            text/*                                            | text/event-stream
            */*                                               | application/json
            text/event-stream-of-another-kind                 | application/json
            text/event-stream;q=much                          | application/json
            ;                                                 | application/json
            ;;, text/event-stream                             | text/event-stream
            """)
    void answersInTheFormThatIsLikedBest(String accept, String form) throws InterruptedException {
        var answer = agent.send(agent.posting("/v1/ask", "{\"prompt\":\"hi\"}").header("Accept", accept));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith(form);
    }
}

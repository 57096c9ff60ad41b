package ai.zavora.blackbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.testing.Reply;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Models that say more than there is memory for. */
final class LargeAnswersTest extends ServerTest {
    private static final int ASKS = 6;

    @Test
    void sixAtOnceEndTheirTurnsAndNothingElse() throws Exception {
        model.otherwise(Reply.manyDeltas("x".repeat(64 << 10), 480));
        try (var agent = serve("--max-turns", Integer.toString(ASKS));
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> asks = IntStream.range(0, ASKS)
                    .<Callable<Integer>>mapToObj(
                            n -> () -> agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"s" + n + "\"}")
                                    .status())
                    .toList();
            for (var status : callers.invokeAll(asks)) {
                assertThat(status.get()).isIn(200, 500, 503);
            }

            model.otherwise(Reply.text("well"));
            var after = agent.post("/v1/ask", "{\"prompt\":\"hi\",\"session_id\":\"after\"}");
            assertThat(after.status()).as(after.text()).isEqualTo(200);
            assertThat(agent.get("/readyz").status()).isEqualTo(200);
            assertThat(agent.get("/metrics").text()).contains("\nzavora_turns_running 0\n");
            assertThat(agent.stop().exit()).isZero();
        }
        assertThat(Files.readAllLines(folder.resolve(".zavora/telemetry/events.jsonl")))
                .anyMatch(line -> line.contains("\"server.ask.completed\"") && line.contains("\"after\""));
    }

    @Test
    void oneThatPassesTheRoomOfAllIsTold() throws Exception {
        model.otherwise(Reply.manyDeltas("x".repeat(64 << 10), 700));
        try (var agent = serve()) {
            var answer = agent.post("/v1/ask", "{\"prompt\":\"hi\"}");

            assertThat(answer.status()).as(answer.text()).isEqualTo(503);
            assertThat(answer.json().string("message").orElseThrow()).contains("too large");
            model.otherwise(Reply.text("well"));
            assertThat(agent.post("/v1/ask", "{\"prompt\":\"hi\"}").status()).isEqualTo(200);
        }
    }
}

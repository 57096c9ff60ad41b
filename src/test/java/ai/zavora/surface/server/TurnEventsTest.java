package ai.zavora.surface.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.GuardrailSettings.Mode;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.surface.server.turn.Failures;
import ai.zavora.surface.server.turn.TurnEnd;
import ai.zavora.surface.server.turn.TurnLog;
import ai.zavora.surface.server.wire.EventWriter;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** What goes over the wire of a turn. */
final class TurnEventsTest {

    private static String told(TurnLog log, Mode output) throws Exception {
        var out = new ByteArrayOutputStream();
        new TurnEvents(
                        new HeadlessDocuments.Run("server.ask", "s"),
                        TurnEvents.opening(output),
                        InstantSource.fixed(Instant.EPOCH),
                        new EventWriter(out))
                .follow(log, TurnLog.Position.START);
        return out.toString(UTF_8);
    }

    private static TurnLog failed(TurnLog log) {
        log.end(new TurnEnd.Failed(Failures.ofDefect()));
        return log;
    }

    @Test
    void whereNoTurnBeganNoEventCanBeGoneOnBehind() throws Exception {
        assertThat(told(failed(new TurnLog()), Mode.DISABLED))
                .contains("event: error")
                .doesNotContain("id: ");
    }

    @Test
    void theEndOfATurnThatBeganHasAnId() throws Exception {
        var log = new TurnLog();
        log.accept(new TurnEvent.TurnStarted("turn", new ModelRoute("openai", "m")));

        assertThat(told(failed(log), Mode.DISABLED)).contains("id: turn.0.0\nevent: error");
    }

    @Test
    void answersThatAreHeldBackAreAnnounced() throws Exception {
        assertThat(told(failed(new TurnLog()), Mode.BLOCK)).contains("\"capabilities\":[", "\"buffered\":true");
        assertThat(told(failed(new TurnLog()), Mode.REDACT))
                .contains("\"capabilities\":[")
                .doesNotContain("buffered");
    }
}

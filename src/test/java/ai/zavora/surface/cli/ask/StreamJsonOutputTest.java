package ai.zavora.surface.cli.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.RunSettings.OutputFormat;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Run;
import ai.zavora.base.protocol.headless.RunStats;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.surface.cli.ask.AskOutputs.Destination;
import ai.zavora.surface.cli.ask.AskOutputs.Flow;
import ai.zavora.surface.cli.ask.AskOutputs.Reader;
import ai.zavora.testing.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StreamJsonOutputTest {
    private static final String INIT_CAPABILITIES =
            "\"data\":{\"capabilities\":[\"message\",\"tool_use\",\"tool_result\",\"agent\",\"system\"]}}";

    private List<String> told(Flow flow) {
        var out = new ByteArrayOutputStream();
        var destination = new Destination(
                out,
                Reader.PROGRAM,
                new PrintStream(new ByteArrayOutputStream(), true, UTF_8),
                Diagnostics.Progress.LINES,
                MutableClock.fixed(),
                flow);
        var output = AskOutputs.of(OutputFormat.STREAM_JSON, destination, new Run("ask", "s"));
        output.started();
        output.event(new TurnEvent.TextDelta("assistant", "Let me look."));
        output.event(new TurnEvent.ToolRequested("c1", "read", JsonValue.Obj.EMPTY));
        output.event(new TurnEvent.ToolFinished(
                "c1", "read", JsonValue.Obj.EMPTY, TurnEvent.Outcome.SUCCEEDED, Duration.ZERO));
        output.event(new TurnEvent.Notice("a notice"));
        output.event(new TurnEvent.TextDelta("assistant", "Done."));
        output.succeeded(new Answer("openai", "gpt-x", "Done.", new RunStats(1, 5, 1, 2, 3)));
        return out.toString(UTF_8).lines().toList();
    }

    @Test
    void aLiveStreamSaysWhatItCanTellAndTellsIt() {
        var lines = told(Flow.LIVE);

        assertThat(lines.getFirst()).contains("\"sequence\":0").endsWith(INIT_CAPABILITIES);
        assertThat(lines)
                .extracting(line -> line.replaceAll(".*\"type\":\"(\\w+)\".*", "$1"))
                .containsExactly("init", "agent", "message", "tool_use", "tool_result", "system", "message", "result");
        assertThat(lines.get(2)).contains("\"author\":\"assistant\"");
    }

    @Test
    void aBufferedStreamIsItsBeginningOneMessageOfTheAgentAndTheResult() {
        var lines = told(Flow.BUFFERED);

        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst())
                .contains("\"sequence\":0", "\"type\":\"init\"")
                .endsWith("\"data\":{\"buffered\":true}}");
        assertThat(lines.get(1))
                .contains("\"sequence\":1", "\"type\":\"message\"")
                .endsWith("\"data\":{\"role\":\"assistant\",\"author\":\"agent\",\"delta\":\"Done.\"}}");
        assertThat(lines.get(2)).contains("\"sequence\":2", "\"type\":\"result\"", "\"response\":\"Done.\"");
    }
}

package ai.zavora.surface.cli.ask;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.core.agent.TurnEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DiagnosticsTest {
    private static final String HOSTILE =
            "\u001b[2J\u001b]0;t\u0007\u202e\r\n[PROVIDER] forged\n" + "x".repeat(100_000);

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Diagnostics diagnostics =
            new Diagnostics(new PrintStream(err, true, UTF_8), Diagnostics.Progress.LINES);

    private static TurnEvent failed(String tool, String error) {
        return new TurnEvent.ToolFinished(
                "c1", tool, JsonValue.object().put("error", error).build(), TurnEvent.Outcome.FAILED, Duration.ZERO);
    }

    @Test
    void nothingAModelOrAServerSaysSteersTheTerminalOrForgesALine() {
        diagnostics.event(failed(HOSTILE, HOSTILE));
        diagnostics.event(new TurnEvent.ModelRetrying(2, Duration.ofSeconds(1), HOSTILE));
        diagnostics.event(new TurnEvent.Notice(HOSTILE));
        diagnostics.event(new TurnEvent.ModelProgress(HOSTILE, OptionalInt.empty()));
        diagnostics.failure(new Failure("PROVIDER", HOSTILE, HOSTILE, 10));

        assertThat(err.toString(UTF_8)).doesNotContain("\u001b", "\u0007", "\u202e", "\r");
        assertThat(err.toString(UTF_8).lines())
                .hasSize(6)
                .noneMatch(line -> line.startsWith("[PROVIDER] forged"))
                .allMatch(line -> line.length() <= 1000);
    }

    @Test
    void aLongNameLeavesTheReasonInSight() {
        diagnostics.event(failed("n".repeat(5000), "the \"key\u001b[31m\" is unknown"));

        assertThat(err.toString(UTF_8)).isEqualTo("Tool " + "n".repeat(63) + "… failed: the \"key␛[31m\" is unknown\n");
    }

    @Test
    void progressThatIsDrawnAnewStaysOnOneLine() {
        new Diagnostics(new PrintStream(err, true, UTF_8), Diagnostics.Progress.IN_PLACE)
                .event(new TurnEvent.ModelProgress(HOSTILE, OptionalInt.of(50)));

        assertThat(err.toString(UTF_8))
                .startsWith("\r\u001b[2K␛[2J")
                .endsWith("… [##########----------]")
                .hasSizeLessThan(150);
    }
}

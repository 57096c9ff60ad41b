package ai.zavora.surface.cli.ask;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.RunSettings.OutputFormat;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.core.agent.TurnEvent;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RedactedOutputTest {

    @ParameterizedTest
    @EnumSource(OutputFormat.class)
    void takesDatabaseAddressesOutOfFailuresAndNoticesAndNothingElse(OutputFormat format) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var output = new RedactedOutput(AskOutputs.of(
                format,
                new AskOutputs.Destination(
                        out,
                        AskOutputs.Reader.PROGRAM,
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Diagnostics.Progress.LINES,
                        InstantSource.fixed(Instant.EPOCH),
                        AskOutputs.Flow.LIVE),
                new HeadlessDocuments.Run("ask", "s")));

        output.started();
        output.event(new TurnEvent.TextDelta("assistant", "open sqlite://answer.db"));
        output.event(new TurnEvent.Notice("see sqlite:///secret/notice.db"));
        output.failed(new Failure("PROVIDER", "no sqlite:///secret/failure.db", "use sqlite:secret-hint", 10));

        var all = out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8);
        assertThat(all).contains("sqlite://[REDACTED]").doesNotContain("secret");
        if (format != OutputFormat.JSON) {
            assertThat(all).contains("open sqlite://answer.db");
        }
    }
}

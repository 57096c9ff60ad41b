package ai.zavora.adapter.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ai.zavora.base.config.TelemetrySettings.Content;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.llm.ModelException;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.testing.RecordedTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class TurnTelemetryTest {
    private static final ModelRoute ROUTE = new ModelRoute("openai", "gpt-x");
    private static final Usage USAGE = new Usage(1, 2, 3, 4, 5);
    private static final String CANARY = "canary 7f3a private";

    private final RecordedTelemetry telemetry = new RecordedTelemetry();
    private final TurnTelemetry turn = new TurnTelemetry(telemetry, "assistant", "line", Content.LEFT_OUT);

    private List<String> lines() {
        return telemetry.records().stream()
                .map(record -> record.event() + " " + Json.write(record.payload()))
                .toList();
    }

    @Test
    void aTurnIsRecordedByNamesCountsAndTimes() {
        List.of(
                        new TurnEvent.TurnStarted("t", ROUTE),
                        new TurnEvent.ModelRequestStarted(1, ROUTE),
                        new TurnEvent.ModelRetrying(2, Duration.ofMillis(250), "503"),
                        new TurnEvent.ModelReplied(
                                ROUTE,
                                StopReason.TOOL_USE,
                                USAGE,
                                Duration.ofMillis(900),
                                Optional.of(Duration.ofMillis(300))),
                        new TurnEvent.ToolRequested("c1", "read_file", JsonValue.Obj.EMPTY),
                        new TurnEvent.ToolFinished(
                                "c1",
                                "read_file",
                                JsonValue.Obj.EMPTY,
                                TurnEvent.Outcome.SUCCEEDED,
                                Duration.ofMillis(5)),
                        new TurnEvent.ToolFinished(
                                "c2",
                                "shell",
                                JsonValue.object().put("code", "timeout").build(),
                                TurnEvent.Outcome.FAILED,
                                Duration.ofMillis(6)),
                        new TurnEvent.ModelRequestStarted(2, ROUTE),
                        new TurnEvent.ModelFailed(
                                ROUTE, ModelException.Reason.CREDENTIAL_REFUSED, Duration.ofMillis(70)))
                .forEach(turn);
        assertThat(lines())
                .containsExactly(
                        "model.request.started {\"provider\":\"openai\",\"model\":\"gpt-x\",\"attempt\":1,\"step\":1}",
                        "model.request.retrying {\"provider\":\"openai\",\"model\":\"gpt-x\",\"attempt\":2,\"delay_ms\":250}",
                        "model.request.completed {\"provider\":\"openai\",\"model\":\"gpt-x\",\"attempt\":2,"
                                + "\"latency_ms\":900,\"first_delta_ms\":300,\"stop_reason\":\"tool_use\","
                                + "\"input_tokens\":1,\"cache_read_tokens\":2,\"cache_write_tokens\":3,"
                                + "\"output_tokens\":4,\"reasoning_tokens\":5}",
                        "tool.requested {\"tool\":\"read_file\",\"author\":\"assistant\"}",
                        "tool.succeeded {\"tool\":\"read_file\",\"author\":\"assistant\",\"duration_ms\":5}",
                        "tool.failed {\"tool\":\"shell\",\"author\":\"assistant\",\"duration_ms\":6,\"error\":\"timeout\"}",
                        "model.request.started {\"provider\":\"openai\",\"model\":\"gpt-x\",\"attempt\":1,\"step\":2}",
                        "model.request.failed {\"provider\":\"openai\",\"model\":\"gpt-x\",\"attempt\":1,"
                                + "\"latency_ms\":70,\"reason\":\"credential_refused\"}");
    }

    @Test
    void nothingThatWasSaidIsRecorded() {
        var content = JsonValue.object()
                .put("path", CANARY)
                .put("error", CANARY)
                .put("code", CANARY)
                .build();
        List.of(
                        new TurnEvent.ModelRequestStarted(1, ROUTE),
                        new TurnEvent.ModelRetrying(2, Duration.ZERO, CANARY),
                        new TurnEvent.ModelProgress(CANARY, OptionalInt.empty()),
                        new TurnEvent.TextDelta(CANARY, CANARY),
                        new TurnEvent.ReasoningDelta(CANARY),
                        new TurnEvent.ModelReplied(ROUTE, StopReason.TOOL_USE, USAGE, Duration.ZERO, Optional.empty()),
                        new TurnEvent.ToolRequested(CANARY, CANARY, content),
                        new TurnEvent.ToolDecided(CANARY, CANARY, CANARY, CANARY),
                        new TurnEvent.ToolFinished(CANARY, CANARY, content, TurnEvent.Outcome.SUCCEEDED, Duration.ZERO),
                        new TurnEvent.ToolFinished(CANARY, "shell", content, TurnEvent.Outcome.FAILED, Duration.ZERO),
                        new TurnEvent.Notice(CANARY),
                        new TurnEvent.TurnCompleted(new TurnResult(ROUTE, CANARY, StopReason.COMPLETE, USAGE, 1)))
                .forEach(turn);
        assertThat(lines()).hasSize(6).noneMatch(line -> line.contains("canary"));
        assertThat(lines().getLast())
                .isEqualTo("tool.failed {\"tool\":\"shell\",\"author\":\"assistant\",\"duration_ms\":0,"
                        + "\"error\":\"unknown\"}");
    }

    @Test
    void whatWasSaidIsRecordedForWhoAsksForItAndCutAtABound() {
        var wordy = new TurnTelemetry(telemetry, "assistant", "line", Content.RECORDED);
        var long1 = "x".repeat(32 * 1024 - 1) + "\ud83d\ude00 and more";
        var output = JsonValue.object().put("text", "y".repeat(9000)).build();

        wordy.accept(new TurnEvent.UserSpoke(UserInput.text(long1)));
        List.of(
                        new TurnEvent.ToolRequested(
                                "c1", "grep", JsonValue.object().put("q", "a").build()),
                        new TurnEvent.ToolFinished(
                                "c1", "grep", output, TurnEvent.Outcome.SUCCEEDED, Duration.ofMillis(5)),
                        new TurnEvent.TurnCompleted(new TurnResult(ROUTE, "yes", StopReason.COMPLETE, USAGE, 1)))
                .forEach(wordy);

        assertThat(lines())
                .containsExactly(
                        "chat.prompt {\"content\":\"" + "x".repeat(32 * 1024 - 1) + "…[11 more]\",\"mode\":\"line\"}",
                        "tool.requested {\"tool\":\"grep\",\"author\":\"assistant\",\"arguments\":\"{\\\"q\\\":\\\"a\\\"}\"}",
                        "tool.succeeded {\"tool\":\"grep\",\"author\":\"assistant\",\"duration_ms\":5,\"output\":\"{\\\"text\\\":\\\""
                                + "y".repeat(8192 - 9) + "…[819 more]\"}",
                        "chat.response {\"content\":\"yes\",\"status\":\"ok\"}");
    }

    @Test
    void noPromptIsRecordedOtherwise() {
        turn.accept(new TurnEvent.UserSpoke(UserInput.text(CANARY)));

        assertThat(lines()).isEmpty();
    }
}

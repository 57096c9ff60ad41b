package ai.zavora.adapter.telemetry.otel;

import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.llm.ModelRoute;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.time.Duration;
import java.util.List;

/** The metrics of a command. Those named {@code gen_ai} have the names, units and buckets of the conventions. */
final class Measures {
    private static final List<Double> SECONDS =
            List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final List<Long> TOKENS = List.of(
            1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L, 16777216L, 67108864L);
    private static final double NANOS = 1e9;

    private final DoubleHistogram duration;
    private final LongHistogram tokens;
    private final LongCounter toolCalls;
    private final LongCounter commands;

    Measures(Meter meter) {
        duration = meter.histogramBuilder("gen_ai.client.operation.duration")
                .setUnit("s")
                .setDescription("GenAI operation duration.")
                .setExplicitBucketBoundariesAdvice(SECONDS)
                .build();
        tokens = meter.histogramBuilder("gen_ai.client.token.usage")
                .ofLongs()
                .setUnit("{token}")
                .setDescription("Number of input and output tokens used.")
                .setExplicitBucketBoundariesAdvice(TOKENS)
                .build();
        toolCalls = meter.counterBuilder("zavora.tool.calls")
                .setUnit("{call}")
                .setDescription("Tool calls by tool and outcome.")
                .build();
        commands = meter.counterBuilder("zavora.commands")
                .setUnit("{command}")
                .setDescription("Commands by name and outcome.")
                .build();
    }

    void replied(TurnEvent.ModelReplied reply) {
        var route = reply.route();
        duration.record(
                seconds(reply.latency()),
                Conventions.request(Conventions.CHAT, route).build());
        tokens.record(Tokens.input(reply.usage()), ofType(route, "input"));
        tokens.record(Tokens.output(reply.usage()), ofType(route, "output"));
    }

    void failed(TurnEvent.ModelFailed failure) {
        duration.record(
                seconds(failure.latency()),
                Conventions.request(Conventions.CHAT, failure.route())
                        .put(Conventions.ERROR_TYPE, Conventions.word(failure.reason()))
                        .build());
    }

    void interrupted(TurnEvent.ModelInterrupted request) {
        duration.record(
                seconds(request.latency()),
                Conventions.request(Conventions.CHAT, request.route())
                        .put(Conventions.ERROR_TYPE, Conventions.INTERRUPTED)
                        .build());
    }

    void toolFinished(TurnEvent.ToolFinished call) {
        toolCalls.add(
                1,
                Attributes.builder()
                        .put(Conventions.TOOL_NAME, Conventions.tool(call.tool()))
                        .put("outcome", call.isRefused() ? "refused" : Conventions.word(call.outcome()))
                        .build());
    }

    void commandEnded(String command, String outcome) {
        commands.add(
                1,
                Attributes.builder()
                        .put("command", command)
                        .put("outcome", outcome)
                        .build());
    }

    private static Attributes ofType(ModelRoute route, String type) {
        return Conventions.request(Conventions.CHAT, route)
                .put("gen_ai.token.type", type)
                .build();
    }

    private static double seconds(Duration latency) {
        return latency.toNanos() / NANOS;
    }
}

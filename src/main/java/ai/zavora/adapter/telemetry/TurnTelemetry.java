package ai.zavora.adapter.telemetry;

import ai.zavora.base.config.TelemetrySettings.Content;
import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonRedaction;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.UserInput;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Records the model requests and tool calls of one turn: names, counts and times; what was said only when the operator
 * asked for content, and then cut at a bound. Used on the thread of the turn.
 */
public final class TurnTelemetry implements Consumer<TurnEvent> {
    /** A model may ask for a tool of any name; a name that could be prose is not recorded. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/-]{1,64}");

    /** How much of a prompt or an answer is recorded, in UTF-16 units; bounds what waits for a slow disk. */
    private static final int TEXT_BOUND = 32 * 1024;
    /** How much of a tool's arguments or output is recorded. */
    private static final int TOOL_BOUND = 8 * 1024;

    private final Telemetry telemetry;
    private final String author;
    private final String mode;
    private final Content content;
    private ModelRoute route = new ModelRoute("", "");
    private int attempt;

    /**
     * @param author whose tool calls these are: the name of the agent
     * @param mode how the user speaks: {@code ask} or {@code line}
     * @param content whether what was said is recorded too
     */
    public TurnTelemetry(Telemetry telemetry, String author, String mode, Content content) {
        this.telemetry = telemetry;
        this.mode = mode;
        this.author = author;
        this.content = content;
    }

    @Override
    public void accept(TurnEvent event) {
        switch (event) {
            case TurnEvent.ModelRequestStarted(var step, var to) -> {
                route = to;
                attempt = 1;
                telemetry.record(
                        "model.request.started", model(to).put("step", step).build());
            }
            case TurnEvent.ModelRetrying retry -> {
                attempt = retry.attempt();
                telemetry.record(
                        "model.request.retrying",
                        model(route).put("delay_ms", retry.delay().toMillis()).build());
            }
            case TurnEvent.ModelReplied reply -> replied(reply);
            case TurnEvent.ModelFailed(var to, var reason, var latency) ->
                telemetry.record(
                        "model.request.failed",
                        model(to)
                                .put("latency_ms", latency.toMillis())
                                .put("reason", word(reason))
                                .build());
            case TurnEvent.ModelInterrupted(var to, var latency) ->
                telemetry.record(
                        "model.request.interrupted",
                        model(to).put("latency_ms", latency.toMillis()).build());
            case TurnEvent.ToolRequested call ->
                telemetry.record(
                        "tool.requested",
                        said(tool(call.tool()), "arguments", call.input()).build());
            case TurnEvent.ToolFinished call -> finished(call);
            case TurnEvent.Guarded(var hit) ->
                telemetry.record(
                        "guardrail." + hit.direction().word() + "." + hit.deed(),
                        JsonValue.object()
                                .put("direction", hit.direction().word())
                                .put("mode", word(hit.mode()))
                                .put("hits", JsonValue.of(hit.found().hits()))
                                .put("hit_count", hit.found().count())
                                .build());
            case TurnEvent.UserSpoke(var input) -> prompted(input);
            case TurnEvent.TurnCompleted(var result) -> answered(result.answer());
            case TurnEvent.TurnStarted _,
                    TurnEvent.ModelProgress _,
                    TurnEvent.TextDelta _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ToolDecided _,
                    TurnEvent.Notice _ -> {
                // content, or told by the records above
            }
        }
    }

    private void prompted(UserInput input) {
        if (content == Content.RECORDED) {
            var text = input.parts().stream()
                    .filter(Part.Text.class::isInstance)
                    .map(part -> ((Part.Text) part).text())
                    .collect(Collectors.joining("\n"));
            telemetry.record(
                    "chat.prompt",
                    JsonValue.object()
                            .put("content", cut(text, TEXT_BOUND))
                            .put("mode", mode)
                            .build());
        }
    }

    private void answered(String answer) {
        if (content == Content.RECORDED) {
            telemetry.record(
                    "chat.response",
                    JsonValue.object()
                            .put("content", cut(answer, TEXT_BOUND))
                            .put("status", "ok")
                            .build());
        }
    }

    private JsonValue.ObjectBuilder said(JsonValue.ObjectBuilder record, String name, JsonValue value) {
        return content == Content.RECORDED
                ? record.put(name, cut(Json.write(JsonRedaction.withoutKeys(value)), TOOL_BOUND))
                : record;
    }

    /** Keys are taken out first, lest the beginning of one is left where the text is cut. */
    private static String cut(String said, int bound) {
        var text = Redaction.keys(said);
        if (text.length() <= bound) {
            return text;
        }
        var end = Character.isHighSurrogate(text.charAt(bound - 1)) ? bound - 1 : bound;
        return text.substring(0, end) + "…[" + (text.length() - end) + " more]";
    }

    private void replied(TurnEvent.ModelReplied reply) {
        var usage = reply.usage();
        telemetry.record(
                "model.request.completed",
                model(reply.route())
                        .put("latency_ms", reply.latency().toMillis())
                        .putIfPresent(
                                "first_delta_ms",
                                reply.firstDelta().map(Duration::toMillis).map(JsonValue::of))
                        .put("stop_reason", word(reply.stopReason()))
                        .put("input_tokens", usage.inputTokens())
                        .put("cache_read_tokens", usage.cacheReadTokens())
                        .put("cache_write_tokens", usage.cacheWriteTokens())
                        .put("output_tokens", usage.outputTokens())
                        .put("reasoning_tokens", usage.reasoningTokens())
                        .build());
    }

    private void finished(TurnEvent.ToolFinished call) {
        var record = tool(call.tool()).put("duration_ms", call.latency().toMillis());
        said(record, "output", call.output());
        switch (call.outcome()) {
            case SUCCEEDED -> telemetry.record("tool.succeeded", record.build());
            case FAILED ->
                telemetry.record(
                        "tool.failed",
                        record.put("error", safeName(call.output().string("code"), "unknown"))
                                .build());
        }
    }

    private JsonValue.ObjectBuilder model(ModelRoute to) {
        return JsonValue.object()
                .put("provider", to.provider())
                .put("model", to.model())
                .put("attempt", attempt);
    }

    private JsonValue.ObjectBuilder tool(String name) {
        return JsonValue.object()
                .put("tool", safeName(Optional.of(name), "invalid-name"))
                .put("author", author);
    }

    private static String safeName(Optional<String> name, String otherwise) {
        return name.filter(text -> NAME.matcher(text).matches()).orElse(otherwise);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

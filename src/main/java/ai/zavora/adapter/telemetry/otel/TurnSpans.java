package ai.zavora.adapter.telemetry.otel;

import ai.zavora.core.agent.TurnEvent;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The spans of one turn: the agent's, below it those of its model requests and tool calls. Used by the sending thread. */
final class TurnSpans {
    private static final AttributeKey<List<String>> FINISH_REASONS =
            AttributeKey.stringArrayKey("gen_ai.response.finish_reasons");

    private final Tracer tracer;
    private final Measures measures;
    private final Place place;
    private final OtlpTurn turn;
    private final Map<String, Span> tools = new LinkedHashMap<>();
    private String id = "";
    private @Nullable Span agent;
    private @Nullable Span model;
    private Context whole;
    private Context current;
    private String error = Conventions.OTHER_ERROR;

    /**
     * Where the spans of a turn belong.
     *
     * @param command the context of the command's span
     * @param top puts a span there that is below no other of the turn
     */
    record Place(Context command, UnaryOperator<SpanBuilder> top) {}

    TurnSpans(Tracer tracer, Measures measures, Place place, OtlpTurn turn) {
        this.tracer = tracer;
        this.measures = measures;
        this.place = place;
        this.turn = turn;
        this.whole = place.command();
        this.current = whole;
    }

    /** The span that what is recorded now belongs to; it may just have ended. */
    Context current() {
        return current;
    }

    /** The agent's span, which may have ended; the command's where there is none. */
    Context whole() {
        return whole;
    }

    /** Whether they are those of the turn of that id, which has begun. */
    boolean isOf(String turnId) {
        return id.equals(turnId);
    }

    void accept(Instant at, TurnEvent event) {
        switch (event) {
            case TurnEvent.TurnStarted started -> turnStarted(at, started);
            case TurnEvent.ModelRequestStarted request -> requestStarted(at, request);
            case TurnEvent.ModelRetrying retry -> retrying(at, retry);
            case TurnEvent.ModelReplied reply -> replied(at, reply);
            case TurnEvent.ModelFailed failure -> failed(at, failure);
            case TurnEvent.ModelInterrupted request -> interrupted(at, request);
            case TurnEvent.ToolRequested call -> toolRequested(at, call);
            case TurnEvent.ToolDecided call -> toolDecided(at, call);
            case TurnEvent.ToolFinished call -> toolFinished(at, call);
            case TurnEvent.TurnCompleted completed -> completed(at, completed);
            case TurnEvent.UserSpoke _,
                    TurnEvent.TextDelta _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelProgress _,
                    TurnEvent.Guarded _,
                    TurnEvent.Notice _ -> {
                // content, or for people
            }
        }
    }

    private void turnStarted(Instant at, TurnEvent.TurnStarted started) {
        id = started.turnId();
        var span = start(at, place.top().apply(tracer.spanBuilder("invoke_agent " + turn.author())));
        span.setAllAttributes(Conventions.request("invoke_agent", started.route())
                .put("gen_ai.agent.name", turn.author())
                .put("zavora.turn.id", started.turnId())
                .build());
        agent = span;
        whole = contextOf(span);
        current = whole;
    }

    private void requestStarted(Instant at, TurnEvent.ModelRequestStarted request) {
        if (model != null) {
            // a summary that a guardrail blocked
            endFailed(model, at, error);
        }
        var route = request.route();
        var span = start(at, below("chat " + route.model()).setSpanKind(Conventions.kind(route)));
        span.setAllAttributes(Conventions.request(Conventions.CHAT, route)
                .put("zavora.turn.step", request.step())
                .build());
        model = span;
        current = contextOf(span);
    }

    private void retrying(Instant at, TurnEvent.ModelRetrying retry) {
        if (model != null) {
            model.addEvent(
                    "zavora.model.retrying",
                    Attributes.builder()
                            .put("attempt", retry.attempt())
                            .put("delay_ms", retry.delay().toMillis())
                            .build(),
                    at);
        }
    }

    private void replied(Instant at, TurnEvent.ModelReplied reply) {
        measures.replied(reply);
        if (model != null) {
            model.setAttribute(FINISH_REASONS, List.of(Conventions.finishReason(reply.stopReason())));
            if (reply.firstDelta().isPresent()) {
                model.setAttribute(
                        "gen_ai.response.time_to_first_chunk",
                        reply.firstDelta().get().toNanos() / 1e9);
            }
            Tokens.put(model, reply.usage());
            model.end(at);
            model = null;
        }
    }

    private void failed(Instant at, TurnEvent.ModelFailed failure) {
        measures.failed(failure);
        error = Conventions.word(failure.reason());
        if (model != null) {
            endFailed(model, at, error);
            model = null;
        }
    }

    private void interrupted(Instant at, TurnEvent.ModelInterrupted request) {
        measures.interrupted(request);
        if (model != null) {
            endFailed(model, at, Conventions.INTERRUPTED);
            model = null;
        }
    }

    private void toolRequested(Instant at, TurnEvent.ToolRequested call) {
        var tool = Conventions.tool(call.tool());
        var span = start(at, below("execute_tool " + tool));
        span.setAttribute(Conventions.OPERATION, "execute_tool");
        span.setAttribute(Conventions.TOOL_NAME, tool);
        span.setAttribute("gen_ai.tool.type", "function");
        span.setAttribute("gen_ai.tool.call.id", Conventions.safe(call.callId(), "invalid-id"));
        tools.put(call.callId(), span);
        current = contextOf(span);
    }

    private void toolDecided(Instant at, TurnEvent.ToolDecided call) {
        var span = tools.get(call.callId());
        if (span != null) {
            span.addEvent(
                    "zavora.tool.decided",
                    Attributes.builder()
                            .put("decision", Conventions.safe(call.decision(), Conventions.OTHER_ERROR))
                            .build(),
                    at);
        }
    }

    private void toolFinished(Instant at, TurnEvent.ToolFinished call) {
        measures.toolFinished(call);
        var span = tools.remove(call.callId());
        if (span == null) {
            return;
        }
        switch (call.outcome()) {
            case SUCCEEDED -> span.end(at);
            case FAILED ->
                endFailed(
                        span, at, Conventions.safe(call.output().string("code").orElse(""), Conventions.OTHER_ERROR));
        }
        current = contextOf(span);
    }

    private void completed(Instant at, TurnEvent.TurnCompleted completed) {
        if (agent != null) {
            Tokens.put(agent, completed.result().usage());
            agent.setAttribute(
                    FINISH_REASONS,
                    List.of(Conventions.finishReason(completed.result().stopReason())));
            agent.end(at);
            agent = null;
        }
    }

    /** Ends what is still open: the turn ended without an answer. */
    void over(Instant at) {
        for (var span : tools.values()) {
            endFailed(span, at, error);
        }
        tools.clear();
        if (model != null) {
            endFailed(model, at, error);
            model = null;
        }
        if (agent != null) {
            endFailed(agent, at, error);
            agent = null;
        }
    }

    private static void endFailed(Span span, Instant at, String type) {
        span.setAttribute(Conventions.ERROR_TYPE, type);
        span.setStatus(StatusCode.ERROR);
        span.end(at);
    }

    private SpanBuilder below(String name) {
        var span = tracer.spanBuilder(name);
        return agent == null ? place.top().apply(span) : span.setParent(contextOf(agent));
    }

    private Context contextOf(Span span) {
        return place.command().with(span);
    }

    private Span start(Instant at, SpanBuilder builder) {
        return builder.setStartTimestamp(at)
                .setAttribute(Conventions.CONVERSATION, turn.session())
                .startSpan();
    }
}

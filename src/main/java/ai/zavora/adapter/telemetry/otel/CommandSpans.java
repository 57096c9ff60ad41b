package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Makes spans, log records and measurements of what the program tells. Used by the sending thread. */
final class CommandSpans {
    private final CommandRun run;
    private final Tracer tracer;
    private final Logger logger;
    private final Measures measures;
    private final Span command;
    private final Context context;
    private final Map<OtlpTurn, TurnSpans> turns = new LinkedHashMap<>();
    private String outcome = "ended";

    /** @param traceParent the span the command belongs to, as W3C Trace Context writes it, unchecked */
    CommandSpans(Signals signals, CommandRun run, Optional<String> traceParent) {
        this.run = run;
        this.tracer = signals.tracer();
        this.logger = signals.logger();
        this.measures = new Measures(signals.meter());
        var parent = traceParent.map(TraceParent::of).orElse(Context.root());
        this.command = tracer.spanBuilder("zavora-cli " + run.command())
                .setParent(parent)
                .setStartTimestamp(run.started())
                .setAttribute("zavora.command", run.command())
                .setAttribute("zavora.run_id", run.runId())
                .startSpan();
        this.context = parent.with(command);
    }

    void accept(Mail mail) {
        switch (mail) {
            case Mail.Recorded recorded -> {
                learnOutcome(recorded);
                log(recorded);
            }
            case Mail.Happened(var at, var turn, var event) -> spansOf(turn).accept(at, event);
            case Mail.TurnOver(var at, var turn) -> over(at, turn);
            case Mail.End(var at) -> end(at);
        }
    }

    private TurnSpans spansOf(OtlpTurn turn) {
        return turns.computeIfAbsent(
                turn, key -> new TurnSpans(tracer, measures, new TurnSpans.Place(context, this::top), key));
    }

    private Optional<TurnSpans> spansOf(String turnId) {
        return turns.values().stream().filter(turn -> turn.isOf(turnId)).findFirst();
    }

    /**
     * Puts the first span of a turn below the command. The server runs for months: there each turn begins a trace of its
     * own, which is whole when the turn is over, and a link tells which server it was.
     */
    private SpanBuilder top(SpanBuilder span) {
        return run.isServer() ? span.setNoParent().addLink(command.getSpanContext()) : span.setParent(context);
    }

    /** Forgets it first, so that nothing is kept where ending its spans fails. */
    private void over(Instant at, OtlpTurn turn) {
        var spans = turns.remove(turn);
        if (spans != null) {
            spans.over(at);
        }
    }

    private void learnOutcome(Mail.Recorded recorded) {
        if (recorded.event().equals("command.completed")) {
            outcome = "ok";
        } else if (recorded.event().equals("command.failed")) {
            var category = recorded.payload().string("category").orElse(Conventions.OTHER_ERROR);
            outcome = category.equals(Failure.INTERRUPTED) ? Conventions.INTERRUPTED : "error";
            command.setStatus(StatusCode.ERROR);
            command.setAttribute(Conventions.ERROR_TYPE, category);
            recorded.payload().integer("exit_code").ifPresent(code -> command.setAttribute("process.exit.code", code));
        }
    }

    private void log(Mail.Recorded recorded) {
        var log = logger.logRecordBuilder()
                .setContext(contextOf(recorded))
                .setTimestamp(recorded.at())
                .setObservedTimestamp(recorded.at())
                .setSeverity(recorded.event().endsWith(".failed") ? Severity.ERROR : Severity.INFO)
                .setEventName(recorded.event())
                .setAttribute("zavora.command", run.command())
                .setAttribute("zavora.run_id", run.runId())
                .setAttribute(Conventions.CONVERSATION, recorded.session());
        recorded.payload().members().forEach((name, value) -> attribute(log, name, value));
        log.emit();
    }

    private Context contextOf(Mail.Recorded recorded) {
        var turn = recorded.turn()
                .map(turns::get)
                .or(() -> recorded.payload().string("turn_id").flatMap(this::spansOf));
        if (turn.isEmpty() || recorded.event().startsWith("command.")) {
            return context;
        }
        // how a turn ended is about all of it
        return recorded.event().startsWith("server.ask.")
                ? turn.get().whole()
                : turn.get().current();
    }

    private static void attribute(LogRecordBuilder log, String name, JsonValue value) {
        switch (value) {
            case JsonValue.Str(var text) -> log.setAttribute(name, text);
            case JsonValue.Bool(var flag) -> log.setAttribute(name, flag);
            case JsonValue.Num number -> number(log, name, number);
            case JsonValue.Arr _, JsonValue.Obj _ -> log.setAttribute(name, Json.write(value));
            case JsonValue.Null _ -> {
                // an attribute without a value is left out
            }
        }
    }

    private static void number(LogRecordBuilder log, String name, JsonValue.Num number) {
        var whole = number.asLong();
        if (whole.isPresent()) {
            log.setAttribute(name, whole.getAsLong());
        } else {
            log.setAttribute(name, Double.parseDouble(number.text()));
        }
    }

    private void end(Instant at) {
        turns.values().forEach(turn -> turn.over(at));
        turns.clear();
        measures.commandEnded(run.command(), outcome);
        command.end(at);
    }
}

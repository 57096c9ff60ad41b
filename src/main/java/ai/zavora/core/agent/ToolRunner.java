package ai.zavora.core.agent;

import static java.util.Objects.requireNonNull;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.json.JsonValue;
import ai.zavora.core.llm.Part;
import ai.zavora.core.policy.ToolCall;
import ai.zavora.core.session.Event;
import ai.zavora.core.tool.Tool;
import ai.zavora.core.tool.ToolContext;
import ai.zavora.core.tool.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs admitted calls: commits that they start, runs them side by side on virtual threads within the time limit, and
 * commits what came of them. Interrupting the calling thread interrupts the calls.
 */
public final class ToolRunner {

    /** How long a call that was interrupted may take to end what it started. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Duration timeout;
    private final ToolResultGuard guard;

    /**
     * @param timeout how long one call may take; longer ones are interrupted and fail
     * @param guard what results go through before they are stored
     */
    public ToolRunner(Duration timeout, ToolResultGuard guard) {
        this.timeout = requireNonNull(timeout, "timeout is null");
        this.guard = requireNonNull(guard, "guard is null");
    }

    /** A call that passed the gate. */
    record Job(Tool tool, ToolCall call, ToolContext context) {
        ToolResult run() throws InterruptedException {
            return tool.call(call.arguments(), context);
        }
    }

    private record Running(Job job, Future<ToolResult> future, long startedNanos) {}

    void run(List<Job> jobs, Journal journal, Consumer<TurnEvent> events) throws InterruptedException {
        if (jobs.isEmpty()) {
            return;
        }
        journal.append(
                jobs.stream().map(job -> new Event.ToolStarted(job.call())).toList());
        var outcomes = new ArrayList<Outcome>();
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var running = new ArrayList<Running>();
            for (var job : jobs) {
                running.add(new Running(job, executor.submit(job::run), System.nanoTime()));
            }
            for (var call : running) {
                outcomes.add(await(call));
            }
        } finally {
            executor.shutdownNow();
            executor.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        }
        finish(outcomes.stream().map(outcome -> outcome.guarded(guard, events)).toList(), journal, events);
    }

    private Outcome await(Running running) throws InterruptedException {
        var call = running.job().call();
        ToolResult result;
        try {
            var left = timeout.toNanos() - (System.nanoTime() - running.startedNanos());
            result = running.future().get(Math.max(left, 0), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            running.future().cancel(true);
            result = new ToolResult.Failed(
                    "timeout", "The call took longer than " + timeout.toSeconds() + " s and was stopped.");
        } catch (ExecutionException e) {
            result = failure(requireNonNull(e.getCause()));
        }
        return new Outcome(
                call.id(), call.tool(), result, Duration.ofNanos(System.nanoTime() - running.startedNanos()));
    }

    private static ToolResult failure(Throwable cause) {
        return switch (cause) {
            case ZavoraException fatal -> throw fatal;
            case InterruptedException _ -> new ToolResult.Failed("interrupted", "The call was interrupted.");
            case Error fatal -> throw fatal;
            default -> new ToolResult.Failed("internal_error", unexpected(cause));
        };
    }

    /** What the model is told of a defect in a tool: its kind, not its text, which may hold anything. */
    static String unexpected(Throwable defect) {
        return "The tool failed unexpectedly (" + defect.getClass().getSimpleName() + ").";
    }

    /** Records the outcome of a call that did not run. */
    void finish(Part.ToolUse use, ToolResult result, Journal journal, Consumer<TurnEvent> events) {
        finish(List.of(new Outcome(use.id(), use.name(), result, Duration.ZERO)), journal, events);
    }

    private record Outcome(String callId, String tool, ToolResult result, Duration latency) {
        Outcome guarded(ToolResultGuard guard, Consumer<TurnEvent> events) {
            return new Outcome(callId, tool, guard.guarded(result, events), latency);
        }

        Part.ToolOutput output() {
            return switch (result) {
                case ToolResult.Ok(var output) -> new Part.ToolOutput(callId, tool, output, false);
                case ToolResult.Failed(var code, var message) ->
                    new Part.ToolOutput(
                            callId,
                            tool,
                            JsonValue.object()
                                    .put("status", "error")
                                    .put("code", code)
                                    .put("error", message)
                                    .build(),
                            true);
            };
        }
    }

    private static void finish(List<Outcome> outcomes, Journal journal, Consumer<TurnEvent> events) {
        journal.append(outcomes.stream()
                .map(outcome -> new Event.ToolFinished(outcome.output()))
                .toList());
        for (var outcome : outcomes) {
            var output = outcome.output();
            events.accept(new TurnEvent.ToolFinished(
                    outcome.callId(),
                    outcome.tool(),
                    output.output(),
                    output.failed() ? TurnEvent.Outcome.FAILED : TurnEvent.Outcome.SUCCEEDED,
                    outcome.latency()));
        }
    }
}

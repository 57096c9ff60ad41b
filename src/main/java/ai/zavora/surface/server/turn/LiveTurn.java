package ai.zavora.surface.server.turn;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.guardrail.GuardrailBlockedException;
import ai.zavora.core.headless.Answers;
import ai.zavora.core.policy.Approver;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A turn that runs on a thread of its own, whoever watches. */
public final class LiveTurn {
    /** How long a turn that was taken may need to begin where nobody else uses its session: the prompt is stored first. */
    static final Duration BEGINNING = Duration.ofSeconds(1);

    private final TurnRequest request;
    private final OperatorLog operator;
    private final Approver approver;
    private final TurnLog log;
    private final TurnClock clock;
    private final long startedNanos = System.nanoTime();
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final Thread thread;
    /** Set by the turn's thread before its end is told. */
    private Optional<ZavoraException> failure = Optional.empty();

    /** The doing of a turn. */
    interface Work {
        /** Runs it to its end; what happens goes to the log. */
        TurnResult run(TurnLog log) throws InterruptedException;
    }

    /**
     * What a turn has to itself.
     *
     * @param approver answers where a tool needs a yes
     * @param clock told when the turn is over
     */
    record Equipment(TurnLog log, Approver approver, TurnClock clock, OperatorLog operator) {}

    /** @param over run when the turn is over, before its end can be seen */
    LiveTurn(TurnRequest request, Equipment equipment, Work work, BiConsumer<LiveTurn, TurnEnd> over) {
        this.request = request;
        this.operator = equipment.operator();
        this.approver = equipment.approver();
        this.log = equipment.log();
        this.clock = equipment.clock();
        this.thread = Thread.ofVirtual().name("turn-" + request.id()).unstarted(() -> {
            var end = run(work);
            try {
                over.accept(this, end);
            } finally {
                clock.end();
                log.end(end);
            }
        });
    }

    void start() {
        thread.start();
    }

    private TurnEnd run(Work work) {
        try {
            var result = work.run(log);
            return new TurnEnd.Answered(Answers.of(result, elapsed()), result.stopReason(), result.usage());
        } catch (InterruptedException e) {
            var why = stop().orElse(Stop.SHUTDOWN);
            var stopped = why.failure();
            if (why.isLimit()) {
                operator.problem(request.id(), stopped);
            }
            return new TurnEnd.Failed(stopped);
        } catch (GuardrailBlockedException e) {
            failure = Optional.of(e);
            // the caller may have got its status long before: the log's line of the request would say nothing
            operator.problem(request.id(), e);
            return new TurnEnd.Failed(
                    Failures.of(request.conversation() instanceof Conversation.Given ? e.withoutSession() : e));
        } catch (ZavoraException e) {
            failure = Optional.of(e);
            if (Failures.concernsOperator(e)) {
                operator.problem(request.id(), e);
            }
            return new TurnEnd.Failed(Failures.of(e));
        } catch (RuntimeException | Error defect) {
            operator.problem(request.id(), defect);
            return new TurnEnd.Failed(Failures.ofDefect());
        }
    }

    public TurnRequest request() {
        return request;
    }

    /** What it has said so far. */
    public TurnLog log() {
        return log;
    }

    /** Answers for the caller where a tool needs a yes. */
    Approver approver() {
        return approver;
    }

    /** Waits until the turn has taken so long, and stops it then; returns when it is over. */
    void limitTime(Duration most) throws InterruptedException {
        if (clock.await(most)) {
            stop(Stop.TIMEOUT);
        }
    }

    /** What it failed with, for the operator, to be asked when it is over: callers are told less. */
    Optional<ZavoraException> failure() {
        return failure;
    }

    /** Since it was admitted. */
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    /** Asks it to end; it then does so soon, for the first reason it was given. */
    public void stop(Stop why) {
        if (stop.compareAndSet(null, why)) {
            thread.interrupt();
        }
    }

    /**
     * Ends it as with the server, unless it has begun until then.
     *
     * @param deadline by {@link System#nanoTime}
     */
    void stopUnlessBegun(long deadline) throws InterruptedException {
        log.awaitBeginning(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        if (log.turnId().isEmpty()) {
            stop(Stop.SHUTDOWN);
        }
    }

    /** Why it was asked to end; empty when nobody did. */
    Optional<Stop> stop() {
        return Optional.ofNullable(stop.get());
    }
}

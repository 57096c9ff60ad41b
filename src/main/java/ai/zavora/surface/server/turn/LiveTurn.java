package ai.zavora.surface.server.turn;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.headless.Answers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A turn that runs on a thread of its own, whoever watches. */
public final class LiveTurn {
    private final TurnRequest request;
    private final OperatorLog operator;
    private final TurnLog log = new TurnLog();
    private final long startedNanos = System.nanoTime();
    private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
    private final Thread thread;

    /** The doing of a turn. */
    interface Work {
        /** Runs it to its end; what happens goes to the log. */
        TurnResult run(TurnLog log) throws InterruptedException;
    }

    /** @param over run when the turn is over, before its end can be seen */
    LiveTurn(TurnRequest request, OperatorLog operator, Work work, BiConsumer<LiveTurn, TurnEnd> over) {
        this.request = request;
        this.operator = operator;
        this.thread = Thread.ofVirtual().name("turn-" + request.id()).unstarted(() -> {
            var end = run(work);
            try {
                over.accept(this, end);
            } finally {
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
            var why = stop.get();
            return new TurnEnd.Failed((why == null ? Stop.SHUTDOWN : why).failure());
        } catch (ZavoraException e) {
            if (e.kind() == ErrorKind.SESSION || e.kind() == ErrorKind.INTERNAL) {
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
}

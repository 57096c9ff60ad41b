package ai.zavora.surface.chat;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.TurnResult;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs one turn on a thread of its own, so that Ctrl-C can cancel it and, pressed again, leave it behind. */
final class TurnThread {

    /** How a turn ended. */
    sealed interface Ending {

        record Answered(TurnResult result) implements Ending {}

        record Failed(ErrorKind kind, String message, String hint) implements Ending {}

        /** Ctrl-C. */
        record Cancelled() implements Ending {}

        /** The chat is to end: its thread was interrupted, or Ctrl-C came again while the turn would not end. */
        record Stopped() implements Ending {}
    }

    // how long a cancelled turn may take to close its journal before the program ends without it
    private static final int GRACE_SECONDS = 2;

    private final LineInput input;

    TurnThread(LineInput input) {
        this.input = input;
    }

    /** Runs the turn and waits for its end. When the waiting thread is interrupted, the turn is cancelled. */
    Ending run(Callable<TurnResult> turn) {
        var ending = new CompletableFuture<Ending>();
        var thread = Thread.ofVirtual().name("turn").unstarted(() -> ending.complete(call(turn)));
        var cancelled = new AtomicBoolean();
        input.whileBusy(() -> {
            if (cancelled.getAndSet(true)) {
                ending.complete(new Ending.Stopped());
            }
            thread.interrupt();
        });
        thread.start();
        try {
            return ending.get();
        } catch (InterruptedException e) {
            thread.interrupt();
            var _ = ending.completeOnTimeout(new Ending.Stopped(), GRACE_SECONDS, TimeUnit.SECONDS)
                    .join();
            Thread.currentThread().interrupt();
            return new Ending.Stopped();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            input.whileIdle();
        }
    }

    private static Ending call(Callable<TurnResult> turn) {
        try {
            return new Ending.Answered(turn.call());
        } catch (InterruptedException e) {
            return new Ending.Cancelled();
        } catch (ZavoraException e) {
            return new Ending.Failed(e.kind(), e.getMessage(), e.hint());
        } catch (Exception | StackOverflowError | OutOfMemoryError e) {
            // its message may hold anything, so only its name is shown
            return new Ending.Failed(
                    ErrorKind.INTERNAL,
                    "Unexpected failure: " + e.getClass().getSimpleName() + ".",
                    "This is a defect of zavora-cli; please report it.");
        }
    }
}

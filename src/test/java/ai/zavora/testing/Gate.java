package ai.zavora.testing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Holds somebody up until the test lets go, so that tests control time instead of sleeping. Safe for all threads. */
public final class Gate {
    private final CompletableFuture<Void> reached = new CompletableFuture<>();
    private final CompletableFuture<Void> opened = new CompletableFuture<>();

    /** Lets everybody through, now and later. */
    public void open() {
        opened.complete(null);
    }

    /**
     * Waits until somebody stands before the gate.
     *
     * @throws AssertionError when nobody came within 20 seconds
     */
    public void awaitReached() throws InterruptedException {
        try {
            reached.get(20, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("nobody reached the gate", e);
        }
    }

    /** Whether somebody has come to the gate. */
    public boolean wasReached() {
        return reached.isDone();
    }

    /**
     * Stands before the gate until it opens.
     *
     * @return false when it was still closed after that time
     */
    public boolean pass(Duration patience) throws InterruptedException {
        reached.complete(null);
        try {
            opened.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stands before the gate until it opens or something else happens first. */
    void passUnless(CompletableFuture<Void> otherwise) {
        reached.complete(null);
        CompletableFuture.anyOf(opened, otherwise).join();
    }
}

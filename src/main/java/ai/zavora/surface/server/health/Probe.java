package ai.zavora.surface.server.health;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs one check for anybody who asks. However many ask, at most one look is under way: one that hangs holds up a single
 * thread, and whoever comes later waits for that look too. Safe for use from several threads.
 */
final class Probe {
    private final Check check;
    private @Nullable CompletableFuture<Optional<String>> underWay;

    Probe(Check check) {
        this.check = requireNonNull(check, "check is null");
    }

    String name() {
        return check.name();
    }

    /** Begins to look, unless a look is under way. */
    synchronized CompletableFuture<Optional<String>> begin() {
        var now = underWay;
        if (now != null && !now.isDone()) {
            return now;
        }
        var look = new CompletableFuture<Optional<String>>();
        underWay = look;
        // a platform thread: a store that hangs in native code must not take a carrier of virtual ones with it
        try {
            Thread.ofPlatform().daemon().name("check-" + check.name()).start(() -> run(look));
        } catch (OutOfMemoryError e) {
            // that is how the JVM says that the system has no more threads; the next who asks tries again
            look.completeExceptionally(e);
        }
        return look;
    }

    private void run(CompletableFuture<Optional<String>> look) {
        try {
            look.complete(check.look().problem());
        } catch (InterruptedException | RuntimeException | Error e) {
            look.completeExceptionally(e);
        }
    }

    /**
     * The outcome of a look.
     *
     * @return what is wrong; empty when all is well
     */
    static Optional<String> outcome(CompletableFuture<Optional<String>> look, Duration patience)
            throws InterruptedException {
        try {
            return look.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return Optional.of("It did not answer in time.");
        } catch (ExecutionException e) {
            return Optional.of("It cannot be used.");
        }
    }
}

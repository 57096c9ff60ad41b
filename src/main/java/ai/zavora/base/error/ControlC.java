package ai.zavora.base.error;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The key that a terminal sends to all programs in front at once. */
public final class ControlC {
    /** More than a signal takes from the one process to the other. */
    private static final Duration ARRIVES = Duration.ofMillis(500);

    private ControlC() {}

    /**
     * Called when a child has failed: Ctrl-C at a terminal ends the child as well, often before this process hears of it,
     * and then this is no failure of the child's.
     *
     * @throws InterruptedException when the calling thread is interrupted now or within half a second
     */
    public static void await() throws InterruptedException {
        if (new CountDownLatch(1).await(ARRIVES.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("nobody counts down");
        }
    }
}

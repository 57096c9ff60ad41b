package ai.zavora.base.error;

/**
 * Work was broken off because its thread was interrupted, in a place that cannot throw {@link InterruptedException}. The
 * thread stays interrupted. Only whoever runs a whole command catches it.
 */
public final class InterruptedWorkException extends RuntimeException {
    public InterruptedWorkException() {
        super("the work was interrupted");
    }

    /** Throws when the current thread is interrupted; long work calls it at each step. */
    public static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedWorkException();
        }
    }
}

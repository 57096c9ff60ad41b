package ai.zavora.core.llm;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * What retries take from outside: time, waiting and chance.
 *
 * @param nanoTime a monotonic clock in nanoseconds
 * @param sleeper waits between two attempts
 * @param chance numbers from 0 (inclusive) to 1 (exclusive)
 */
public record Pacing(LongSupplier nanoTime, Sleeper sleeper, DoubleSupplier chance) {
    public Pacing {
        requireNonNull(nanoTime, "nanoTime is null");
        requireNonNull(sleeper, "sleeper is null");
        requireNonNull(chance, "chance is null");
    }

    /** The machine's monotonic clock and true chance, with this way to wait. */
    public static Pacing real(Sleeper sleeper) {
        return new Pacing(
                System::nanoTime, sleeper, () -> ThreadLocalRandom.current().nextDouble());
    }
}

package ai.zavora.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for all threads. */
public final class MutableClock implements InstantSource {
    private final AtomicReference<Instant> now;

    public MutableClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** A clock that stands at 2026-01-01T00:00:00Z. */
    public static MutableClock fixed() {
        return new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    /** Moves the clock forward, or back when the time is negative. */
    public void advance(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }
}

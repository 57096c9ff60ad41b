package ai.zavora.surface.server.turn;

import ai.zavora.core.session.SessionKey;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One seat for each session: whoever has it may run a turn. Those who wait are served in the order they came. */
final class SessionSeats {
    private final Map<SessionKey, Seat> seats = new HashMap<>();

    private static final class Seat {
        private final Semaphore free = new Semaphore(1, true);
        private int claims;
    }

    /**
     * Waits for the seat.
     *
     * @return whether it was free in time
     */
    boolean take(SessionKey key, Duration patience) throws InterruptedException {
        var seat = claim(key);
        var taken = false;
        try {
            taken = seat.free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
            return taken;
        } finally {
            if (!taken) {
                disclaim(key, seat);
            }
        }
    }

    /** Gives the seat back; to be called once by whoever took it. */
    synchronized void leave(SessionKey key) {
        var seat = seats.get(key);
        if (seat == null) {
            throw new IllegalStateException("nobody had that seat");
        }
        seat.free.release();
        disclaim(key, seat);
    }

    private synchronized Seat claim(SessionKey key) {
        var seat = seats.computeIfAbsent(key, _ -> new Seat());
        seat.claims++;
        return seat;
    }

    private synchronized void disclaim(SessionKey key, Seat seat) {
        seat.claims--;
        if (seat.claims == 0) {
            seats.remove(key);
        }
    }

    /** For how many sessions somebody has or awaits a seat. */
    synchronized int size() {
        return seats.size();
    }
}

package ai.zavora.surface.server.turn;

import ai.zavora.base.config.ServerSettings.TurnLimits;
import ai.zavora.core.session.SessionKey;
import ai.zavora.surface.server.wire.ApiException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Who may run a turn: one at a time in a session, so many at once in all, and so many more that wait. Safe for use from
 * several threads.
 */
final class Admissions {
    private final TurnLimits limits;
    private final BooleanSupplier draining;
    private final SessionSeats seats = new SessionSeats();
    private final Semaphore running;
    private final AtomicInteger places = new AtomicInteger();
    private final AtomicInteger runners = new AtomicInteger();

    /** @param draining whether no more turns are taken */
    Admissions(TurnLimits limits, BooleanSupplier draining) {
        this.limits = limits;
        this.draining = draining;
        this.running = new Semaphore(limits.running(), true);
    }

    /**
     * Waits for the right to run a turn in a session; whoever gets it gives it back with {@link Admission#leave}.
     *
     * @throws ApiException 409, when the session stays busy; 429, when there is too much to do; 503, while draining
     */
    Admission enter(SessionKey key) throws InterruptedException {
        if (places.incrementAndGet() > limits.running() + limits.waiting()) {
            places.decrementAndGet();
            throw ApiException.tooManyRequests("Too many requests wait for a turn.", limits.patience());
        }
        var admission = new Admission(key);
        try {
            admission.enter();
            return admission;
        } catch (Throwable refused) {
            admission.leave();
            throw refused;
        }
    }

    /** How many may do something now. */
    int running() {
        return runners.get();
    }

    /** How many wait until they may. */
    int waiting() {
        return Math.max(0, places.get() - runners.get());
    }

    /** What a turn has been given, to be given back in any case. Used by one thread at a time. */
    final class Admission {
        private final SessionKey key;
        private boolean placed = true;
        private boolean seated;
        private boolean runs;

        private Admission(SessionKey key) {
            this.key = key;
        }

        private void enter() throws InterruptedException {
            var deadline = System.nanoTime() + limits.patience().toNanos();
            refuseWhileDraining();
            seated = seats.take(key, limits.patience());
            if (!seated) {
                throw ApiException.conflict(
                        "The session is busy with another turn.",
                        "Wait until that turn has ended, or use another session_id.");
            }
            if (!running.tryAcquire(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS)) {
                throw ApiException.tooManyRequests("Too many turns are running.", limits.patience());
            }
            began();
            refuseWhileDraining();
        }

        private void refuseWhileDraining() {
            if (draining.getAsBoolean()) {
                throw Stop.SHUTDOWN.failure();
            }
        }

        private void began() {
            runs = true;
            runners.incrementAndGet();
        }

        /** The turn waits for a person: others may run meanwhile, but none in its session. */
        void pause() {
            stand();
        }

        /** The turn goes on, once it may run again. It was let in before, so it is not refused where others would be. */
        void resume() throws InterruptedException {
            places.incrementAndGet();
            placed = true;
            running.acquire();
            began();
        }

        private void stand() {
            if (runs) {
                runs = false;
                runners.decrementAndGet();
                running.release();
            }
            if (placed) {
                placed = false;
                places.decrementAndGet();
            }
        }

        void leave() {
            stand();
            if (seated) {
                seated = false;
                seats.leave(key);
            }
        }
    }
}

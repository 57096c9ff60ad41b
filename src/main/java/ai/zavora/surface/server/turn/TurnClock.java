package ai.zavora.surface.server.turn;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The time a turn has used up; it stands still while the turn waits for a person. Safe for use from several threads. */
final class TurnClock {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long usedNanos;
    private long since = System.nanoTime();
    private boolean paused;
    private boolean over;

    /** Time stands still from now on. */
    void pause() {
        change(() -> {
            if (!paused) {
                usedNanos += System.nanoTime() - since;
                paused = true;
            }
        });
    }

    /** Time passes again. */
    void resume() {
        change(() -> {
            if (paused) {
                since = System.nanoTime();
                paused = false;
            }
        });
    }

    /** Nobody needs to wait any more. */
    void end() {
        change(() -> over = true);
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until so much time is used up.
     *
     * @return false when the turn was over before
     */
    boolean await(Duration limit) throws InterruptedException {
        lock.lock();
        try {
            while (!over) {
                if (paused) {
                    changed.await();
                    continue;
                }
                var left = limit.toNanos() - usedNanos - (System.nanoTime() - since);
                if (left <= 0) {
                    return true;
                }
                changed.awaitNanos(left);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }
}

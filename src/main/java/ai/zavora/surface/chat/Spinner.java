package ai.zavora.surface.chat;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A sign of life on a terminal while nothing is printed. It redraws its line under the lock all output is printed under. */
final class Spinner {
    private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(80);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final String FRAMES = "|/-\\";
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintStream terminal;
    private final ReentrantLock lock;
    private final Condition hidden;
    private @Nullable Thread painter;
    private String label = "";
    private long startedNanos;

    Spinner(PrintStream terminal, ReentrantLock lock) {
        this.terminal = terminal;
        this.lock = lock;
        this.hidden = lock.newCondition();
    }

    /** Shows the label, or puts it in place of the one shown; the time shown runs on. */
    void show(String newLabel) {
        lock.lock();
        try {
            label = newLabel;
            if (painter == null) {
                startedNanos = System.nanoTime();
                painter = Thread.ofVirtual().name("spinner").start(this::paint);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes it from the screen. */
    void hide() {
        lock.lock();
        try {
            if (painter != null) {
                painter = null;
                hidden.signalAll();
                terminal.print(ERASE_LINE);
                terminal.flush();
            }
        } finally {
            lock.unlock();
        }
    }

    private void paint() {
        lock.lock();
        try {
            for (int frame = 0; painter == Thread.currentThread(); frame++) {
                terminal.print(ERASE_LINE + FRAMES.charAt(frame % FRAMES.length()) + " " + label + elapsed());
                terminal.flush();
                var _ = hidden.awaitNanos(FRAME_NANOS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private String elapsed() {
        var nanos = System.nanoTime() - startedNanos;
        if (nanos < PATIENCE_NANOS) {
            return "";
        }
        var seconds = TimeUnit.NANOSECONDS.toSeconds(nanos);
        return " " + (seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s") + ", Ctrl-C cancels";
    }
}

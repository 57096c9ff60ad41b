package ai.zavora.app;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What stands on the standard error of a server: one JSON object a line. Safe for use from several threads.
 *
 * <p>Where standard error is a pipe that nobody reads, one thread waits in it. The lines of all others are kept
 * meanwhile, and those beyond {@link #KEPT} are counted.
 */
final class OperatorLog implements AutoCloseable {
    /** Lines that are kept at most; they take some 2 MB. */
    static final int KEPT = 4_096;

    private static final int CLOSE_SECONDS = 2;

    private final PrintStream err;
    private final InstantSource clock;
    private final BlockingQueue<String> waiting = new ArrayBlockingQueue<>(KEPT);
    private final AtomicLong lost = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();

    OperatorLog(PrintStream err, InstantSource clock) {
        this.err = err;
        this.clock = clock;
    }

    /** A line to be completed; it begins with the time. */
    JsonValue.ObjectBuilder line() {
        return JsonValue.object()
                .put("ts", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** Writes the line, unless another thread is writing: then that one writes it, too. */
    void write(JsonValue.ObjectBuilder line) {
        if (!waiting.offer(text(line))) {
            lost.incrementAndGet();
        }
        // again, as one may have come between the last look and the unlocking
        while (!waiting.isEmpty() && writing.tryLock()) {
            writeWaiting();
        }
    }

    private void writeWaiting() {
        try {
            for (var text = waiting.poll(); text != null; text = waiting.poll()) {
                err.println(text);
            }
            var missing = lost.getAndSet(0);
            if (missing > 0) {
                err.println(text(line().put(
                                "notice",
                                "Standard error was not read for so long that " + missing
                                        + " lines of this log were lost.")));
            }
        } finally {
            writing.unlock();
        }
    }

    private static String text(JsonValue.ObjectBuilder line) {
        return Json.write(line.build());
    }

    /** Something that happened aside from all requests. */
    void notice(String text) {
        write(line().put("notice", text));
    }

    /** Waits for the lines that other threads are writing, for {@value #CLOSE_SECONDS} seconds at most. */
    @Override
    public void close() {
        try {
            if (writing.tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                writeWaiting();
            }
        } catch (InterruptedException e) {
            // whoever ends the program in a hurry does not wait for the log either
            Thread.currentThread().interrupt();
        }
    }
}

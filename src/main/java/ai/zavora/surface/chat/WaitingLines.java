package ai.zavora.surface.chat;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Lines of a stream, waited for so that an interrupt ends the waiting: the read itself, which nothing can interrupt, is
 * left to a thread of its own and its line goes to whoever waits next. One thread waits at a time.
 */
final class WaitingLines {
    private final InputStream in;
    private final LineBytes lines;
    private final BlockingQueue<Reading> arrivals = new LinkedBlockingQueue<>();
    private volatile boolean pending;

    WaitingLines(InputStream in) {
        this.in = in;
        this.lines = new LineBytes(in);
    }

    Reading next() {
        if (!pending) {
            pending = true;
            Thread.ofPlatform().daemon().name("chat-input").start(() -> arrivals.add(lines.next()));
        }
        try {
            var reading = arrivals.take();
            pending = reading instanceof Reading.Interrupted;
            return reading;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Reading.Stopped();
        }
    }

    /** Ends the waiting as Ctrl-C does. */
    void interrupt() {
        arrivals.add(new Reading.Interrupted(""));
    }

    /** Whether somebody waits, or gave up waiting, for a line that has not come. */
    boolean waiting() {
        return pending;
    }

    /** Forgets what has already arrived. */
    void skipArrived() throws IOException {
        while (!pending && in.available() > 0 && in.read() >= 0) {
            // one byte after the other
        }
    }
}

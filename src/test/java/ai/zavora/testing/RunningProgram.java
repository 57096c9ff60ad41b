package ai.zavora.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process started by {@link Launcher}, whose output is collected as it comes. Safe for all threads. */
public final class RunningProgram implements AutoCloseable {
    private final Process process;
    private final Duration patience;
    private final long started = System.nanoTime();
    private final Collected out;
    private final Collected err;

    RunningProgram(Process process, Optional<String> input, Duration patience) {
        this.process = process;
        this.patience = patience;
        this.out = new Collected(process.getInputStream());
        this.err = new Collected(process.getErrorStream());
        input.ifPresent(text -> Thread.ofVirtual().start(() -> {
            write(text);
            closeInput();
        }));
    }

    /** Sends text to its standard input. A program that has closed it does no harm. */
    public void write(String text) {
        try {
            process.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException closedByProgram) {
            // what it does not read it does not need
        }
    }

    /** Ends its standard input. */
    public void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException closedByProgram) {
            // as above
        }
    }

    /** Waits until that text stands on standard output. */
    public void awaitOutput(String text) throws InterruptedException {
        await(out, text, 1);
    }

    /** Waits until that text stands on standard output so many times. */
    public void awaitOutput(String text, int times) throws InterruptedException {
        await(out, text, times);
    }

    /** Waits until that text stands on standard error. */
    public void awaitError(String text) throws InterruptedException {
        await(err, text, 1);
    }

    private void await(Collected stream, String text, int times) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (stream.count(text) < times) {
            if (System.nanoTime() > deadline || (!process.isAlive() && stream.count(text) < times)) {
                throw new AssertionError("'" + text + "' never came; out: " + out.text() + "; err: " + err.text());
            }
            Thread.sleep(10);
        }
    }

    /** What stands on standard output by now. */
    public String out() {
        return out.text();
    }

    /** What stands on standard error by now. */
    public String err() {
        return err.text();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends a signal by its name, such as {@code INT}, {@code TERM} or {@code KILL}. */
    public void signal(String name) throws InterruptedException {
        try {
            var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("the process is gone already: " + err.text());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Waits for its end.
     *
     * @throws AssertionError when it does not end in time; it is killed then
     */
    public Finished finish() throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            close();
            throw new AssertionError("no end after " + patience + "; out: " + out.text() + "; err: " + err.text());
        }
        var took = Duration.ofNanos(System.nanoTime() - started);
        out.awaitEnd();
        err.awaitEnd();
        return new Finished(process.exitValue(), out.text(), err.text(), took);
    }

    /** Kills it with its children. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** The bytes of one stream so far. */
    private static final class Collected {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final Thread reader;

        Collected(InputStream in) {
            this.reader = Thread.ofVirtual().start(() -> {
                try {
                    in.transferTo(bytes);
                } catch (IOException endOfProcess) {
                    // what was read stays
                }
            });
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }

        int count(String sought) {
            var count = 0;
            var text = text();
            for (var at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length())) {
                count++;
            }
            return count;
        }

        void awaitEnd() throws InterruptedException {
            reader.join(Duration.ofSeconds(5));
        }
    }
}

package ai.zavora.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A device that takes nothing that is written to it: a terminal whose output was stopped with Ctrl-S. */
public final class StalledDevice implements AutoCloseable {
    private static final String STOP = "\u0013";
    private static final String MARK = "m";

    /** What {@code timeout} ends with where its command did not. */
    private static final int TIMED_OUT = 124;

    private final Process terminal;
    private final Path path;

    private StalledDevice(Process terminal, Path path) {
        this.terminal = terminal;
        this.path = path;
    }

    /** Opens one of its own. */
    public static StalledDevice open() throws IOException {
        var terminal = new ProcessBuilder(
                        List.of("/usr/bin/script", "-qefc", "stty ixon echo; tty; exec sleep 300", "/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            var path = Path.of(until(terminal, "\n").strip());
            send(terminal, MARK);
            // its echo shows that the terminal reads; after the stop there is none
            until(terminal, MARK);
            send(terminal, STOP);
            awaitStop(path);
            return new StalledDevice(terminal, path);
        } catch (IOException | RuntimeException | Error e) {
            terminal.destroyForcibly();
            throw e;
        }
    }

    /** Writes to it until a write comes to no end: the key takes a moment to get there. */
    private static void awaitStop(Path path) throws IOException {
        var write = List.of("/usr/bin/timeout", "0.2", "/bin/sh", "-c", "printf m > " + path);
        try {
            while (new ProcessBuilder(write).start().waitFor() != TIMED_OUT) {
                // it was taken
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void send(Process terminal, String keys) throws IOException {
        terminal.getOutputStream().write(keys.getBytes(US_ASCII));
        terminal.getOutputStream().flush();
    }

    private static String until(Process terminal, String end) throws IOException {
        var read = new StringBuilder();
        while (!read.toString().endsWith(end)) {
            var next = terminal.getInputStream().read();
            if (next < 0) {
                throw new IOException("the terminal ended after: " + read);
            }
            read.append((char) next);
        }
        return read.toString();
    }

    /** Its name among the files. */
    public Path path() {
        return path;
    }

    /** Ends it; who waits for it gets an error. */
    @Override
    public void close() {
        terminal.descendants().forEach(ProcessHandle::destroyForcibly);
        terminal.destroyForcibly();
    }
}

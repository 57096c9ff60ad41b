package ai.zavora.surface.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * {@link ChatProgram} in a terminal of its own, made by util-linux {@code script}; the test types and reads what the
 * terminal was sent. The state of the terminal is noted before and after.
 */
final class Pty implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** What bash makes of SIGTSTP. */
    private static final int STOPPED = 148;

    private final Process process;
    private volatile boolean ending;
    private final Path folder;
    private final StringBuilder screen = new StringBuilder();
    private int seen;

    private Pty(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
        Thread.ofVirtual().start(this::collect);
    }

    static boolean available() {
        return Files.isExecutable(Path.of("/usr/bin/script"));
    }

    /**
     * Starts it in a terminal of 24 lines of 80 columns.
     *
     * @param folder for what it leaves behind: history, states of the terminal, its process id
     * @param redirection what the shell should do with its streams; may be empty
     */
    static Pty start(Path folder, String type, String terminals, String redirection) throws IOException {
        var java = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                ChatProgram.class.getName(),
                folder.resolve("history").toString(),
                type,
                terminals);
        var command = java.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        var script = folder.resolve("run.sh");
        // default-signal: a background job of a plain shell has Ctrl-C ignored, and its children inherit that;
        // noflsh: else Ctrl-C makes the terminal throw away what the program is just writing, now and then
        // job control, so that Ctrl-Z stops the program; what an interactive shell does then is done here
        Files.writeString(script, """
                set -m
                cd '%s'
                stty cols 80 rows 24 noflsh
                stty -a > before
                mine=$(stty -g)
                # no loop: bash leaves loops when a program in them stops
                goOn() {
                    [ $code = %d ] || return
                    stty "$mine"
                    echo suspended
                    fg > /dev/null
                    code=$?
                    goOn
                }
                (echo $BASHPID > pid; exec env --default-signal=INT,TERM,HUP %s %s)
                code=$?
                goOn
                stty -a > after
                echo "ended with $code"
                """.formatted(folder, STOPPED, command, redirection));
        var words = new ArrayList<>(List.of("/usr/bin/script", "-qfec", "bash " + script, "/dev/null"));
        var builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().put("TERM", type);
        return new Pty(builder.start(), folder);
    }

    private void collect() {
        try (var in = process.inputReader(StandardCharsets.UTF_8)) {
            for (int c = in.read(); c >= 0; c = in.read()) {
                synchronized (screen) {
                    screen.append((char) c);
                    screen.notifyAll();
                }
            }
        } catch (IOException e) {
            // of a process that is ended here nobody reads on
            if (!ending) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Types keys as a terminal would send them. */
    void type(String keys) throws IOException {
        process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits until the terminal was sent this text, behind what was waited for before; returns what came until then. */
    String waitFor(String text) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (screen) {
            for (var found = screen.indexOf(text, seen); found < 0; found = screen.indexOf(text, seen)) {
                var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    throw new AssertionError("the terminal never showed <" + text + "> but:\n" + screen);
                }
                screen.wait(left);
            }
            var from = seen;
            seen = screen.indexOf(text, seen) + text.length();
            return screen.substring(from, seen);
        }
    }

    /** Sends a signal to the program itself. */
    void signal(String name) throws IOException, InterruptedException {
        var pid = Files.readString(folder.resolve("pid")).strip();
        new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
    }

    /** Waits for the program's end, checks that the terminal is as it was, and returns what was shown since. */
    String end(int code) throws IOException, InterruptedException {
        var rest = waitFor("ended with " + code);
        if (!Files.readString(folder.resolve("before")).equals(Files.readString(folder.resolve("after")))) {
            throw new AssertionError("the terminal was left changed");
        }
        return rest;
    }

    @Override
    public void close() {
        ending = true;
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

package ai.zavora.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A second JVM that runs a main class of the tests, for what one process cannot show. Killed on close. */
public final class JavaProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;

    private JavaProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Starts it; standard error is passed on. */
    public static JavaProcess start(Class<?> main, String... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    /** As above, with more options for the JVM. */
    public static JavaProcess start(List<String> options, Class<?> main, String... arguments) throws IOException {
        return startUnder(List.of(), options, main, arguments);
    }

    /** As above, started by another program, which is given the command as its last arguments. */
    public static JavaProcess startUnder(List<String> starter, List<String> options, Class<?> main, String... arguments)
            throws IOException {
        var command = new ArrayList<>(starter);
        command.addAll(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new JavaProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** The next line of its standard output; fails when it ends before. */
    public String line() {
        try {
            var line = out.readLine();
            if (line == null) {
                throw new AssertionError("the process ended early");
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives it one line of standard input: a process that reads one goes on. */
    public void goOnOnce() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** Ends its standard input: a process that waits for it goes on. */
    public void goOn() throws IOException {
        process.getOutputStream().close();
    }

    /** Lines it had written but nobody read, up to its end. */
    public List<String> rest() {
        return out.lines().toList();
    }

    /** Waits for its end; fails when it does not end in time. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the process did not end in " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Ends it with SIGKILL, giving it no chance to tidy up, and waits for that. */
    public void kill() throws InterruptedException {
        // Process.destroyForcibly would also throw away output that nobody has read yet
        process.toHandle().destroyForcibly();
        exitCode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

package ai.zavora.adapter.credential;

import ai.zavora.base.error.ControlC;
import ai.zavora.core.credential.VaultProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs the program that speaks for a vault. Keys go in through its standard input and come out of its standard output;
 * they are never among its arguments, which every user of the machine can see. A program that does not end in time is
 * killed with what it started.
 *
 * @param file the program
 * @param patience for one call as a whole
 */
record VaultProgram(Path file, Duration patience) {
    private static final int MOST_BYTES = 64 * 1024;

    /** What Ctrl-C makes of a program: 128 and the number of SIGINT. */
    private static final int ENDED_BY_CONTROL_C = 130;

    /**
     * How a call ended.
     *
     * @param complained whether it wrote to standard error; what it wrote may hold anything and is not kept
     */
    record Outcome(int exit, String out, boolean complained) {}

    /**
     * Runs it to its end.
     *
     * @param input what it reads from standard input
     */
    Outcome run(List<String> arguments, String input) throws VaultException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(file.toString());
        command.addAll(arguments);
        Process process;
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw failed("cannot be started");
        }
        try {
            return await(process, input);
        } finally {
            // first the one that could start more
            var started = process.descendants().toList();
            process.destroyForcibly();
            started.forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Outcome await(Process process, String input) throws VaultException, InterruptedException {
        var end = System.nanoTime() + patience.toNanos();
        var out = read(process.getInputStream());
        var err = read(process.getErrorStream());
        // on a thread of its own: a program that reads nothing must not hold us
        Thread.ofVirtual().start(() -> {
            try (var in = process.getOutputStream()) {
                in.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it ended without reading; its exit code tells
            }
        });
        if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            throw timedOut();
        }
        if (process.exitValue() == ENDED_BY_CONTROL_C) {
            ControlC.await();
        }
        try {
            var written = out.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            var complaint = err.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            return new Outcome(process.exitValue(), written, !complaint.isBlank());
        } catch (TimeoutException e) {
            throw timedOut();
        } catch (ExecutionException e) {
            throw failed("cannot be read");
        }
    }

    private static CompletableFuture<String> read(InputStream stream) {
        var text = new CompletableFuture<String>();
        Thread.ofVirtual().start(() -> {
            try (stream) {
                text.complete(new String(stream.readNBytes(MOST_BYTES), StandardCharsets.UTF_8));
            } catch (IOException e) {
                text.completeExceptionally(e);
            }
        });
        return text;
    }

    /** @param what what it did, as the end of a sentence */
    VaultException failed(String what) {
        return new VaultException(new VaultProblem(VaultProblem.Kind.FAILED, name() + " " + what));
    }

    private VaultException timedOut() {
        return new VaultException(new VaultProblem(
                VaultProblem.Kind.TIMED_OUT,
                name() + " did not answer within " + patience.toSeconds() + " s; the vault may be locked"));
    }

    private Path name() {
        return file.getFileName() == null ? file : file.getFileName();
    }
}

package ai.zavora.surface.cli.setup;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Asks on a terminal in its usual line mode. Lines are read by threads of their own, because a read from a terminal cannot
 * be interrupted and Ctrl-C must end a question at once.
 */
final class TerminalDialogue implements Dialogue {

    /** No line of an answer is longer; keys have some hundred characters at most. */
    private static final int MOST_BYTES = 16 * 1024;

    /** A terminal holds far less at a time. */
    private static final int MOST_REST_BYTES = 1024 * 1024;

    private final InputStream in;
    private final PrintStream out;
    private final Echo echo;

    /** @param out where the questions go */
    TerminalDialogue(InputStream in, PrintStream out, Echo echo) {
        this.in = in;
        this.out = out;
        this.echo = echo;
    }

    @Override
    public void say(String line) {
        out.println(line);
        out.flush();
    }

    @Override
    public String ask(String question) throws InterruptedException {
        try (var _ = echo.hold(Echo.Typed.SHOWN, () -> show(question))) {
            show(question);
            return line().strip();
        }
    }

    @Override
    public String askHidden(String question) throws InterruptedException {
        try (var held = echo.hold(Echo.Typed.HIDDEN, () -> show(question))) {
            show(question);
            var first = line();
            held.takeRest();
            return (first + "\n" + awaited(this::readRest)).strip();
        } finally {
            // the line feed that was typed did not show either
            out.println();
            out.flush();
        }
    }

    private void show(String question) {
        out.print(question + " ");
        out.flush();
    }

    private String line() throws InterruptedException {
        return awaited(this::readLine).orElseThrow(Dialogue::ended);
    }

    /** Something read from the terminal. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T awaited(Reading<T> reading) throws InterruptedException {
        var result = new CompletableFuture<T>();
        Thread.ofPlatform().daemon().name("terminal-line").start(() -> {
            try {
                result.complete(reading.read());
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The terminal cannot be read; nothing was changed.", "Try it again.", e);
        }
    }

    /** What was pasted behind the line that answers: it must not answer the next question. */
    private String readRest() throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (var next = in.read(); next >= 0 && bytes.size() < MOST_REST_BYTES; next = in.read()) {
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** A line without its end; empty at the end of input, be it in the middle of a line. */
    private Optional<String> readLine() throws IOException {
        var bytes = new ByteArrayOutputStream();
        while (bytes.size() < MOST_BYTES) {
            var next = in.read();
            if (next < 0) {
                return Optional.empty();
            }
            if (next == '\n') {
                break;
            }
            bytes.write(next);
        }
        return Optional.of(bytes.toString(StandardCharsets.UTF_8));
    }
}

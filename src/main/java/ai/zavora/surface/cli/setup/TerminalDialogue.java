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
        out.print(question + " ");
        out.flush();
        return line();
    }

    @Override
    public String askHidden(String question) throws InterruptedException {
        try (var _ = echo.hide()) {
            return ask(question);
        } finally {
            // the line feed that was typed did not show either
            out.println();
            out.flush();
        }
    }

    private String line() throws InterruptedException {
        var line = new CompletableFuture<Optional<String>>();
        Thread.ofPlatform().daemon().name("terminal-line").start(() -> {
            try {
                line.complete(readLine());
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
        });
        try {
            return line.get().orElseThrow(Dialogue::ended).strip();
        } catch (ExecutionException e) {
            throw new ZavoraException(
                    ErrorKind.INPUT, "The terminal cannot be read; nothing was changed.", "Try it again.", e);
        }
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

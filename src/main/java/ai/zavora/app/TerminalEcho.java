package ai.zavora.app;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.cli.setup.Echo;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Hides typed text with {@code stty} on the controlling terminal. The console of the JDK cannot be used: a read from it
 * does not end at an interrupt, and the terminal would stay mute when the process ends meanwhile.
 */
final class TerminalEcho implements Echo {
    private static final File TERMINAL = new File("/dev/tty");
    private static final List<String> PLACES = List.of("/bin/stty", "/usr/bin/stty");
    private static final long PATIENCE_SECONDS = 5;
    private static final int ENDED_BY_CONTROL_C = 130;
    private static final int ATTEMPTS = 3;

    @Override
    public Hidden hide() throws InterruptedException {
        var before = stty("-g");
        if (!before.matches("[0-9A-Za-z:=]+")) {
            throw mute();
        }
        try {
            stty("-echo");
        } catch (InterruptedException | ZavoraException e) {
            restore(before);
            throw e;
        }
        return () -> restore(before);
    }

    /** Also after an interrupt, which must not leave the terminal mute. */
    private static void restore(String before) {
        var interrupted = Thread.interrupted();
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                stty(before);
                break;
            } catch (InterruptedException e) {
                // Ctrl-C ends the child as well, so it is started again
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static String stty(String argument) throws InterruptedException {
        var place = PLACES.stream()
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElseThrow(TerminalEcho::mute);
        try {
            var process = new ProcessBuilder(place, argument)
                    .redirectInput(Redirect.from(TERMINAL))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    throw mute();
                }
                switch (process.exitValue()) {
                    case 0 -> {}
                    case ENDED_BY_CONTROL_C -> throw new InterruptedException();
                    default -> throw mute();
                }
                return out.strip();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw mute();
        }
    }

    private static ZavoraException mute() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The terminal cannot be told to hide the key while it is typed.",
                "Give it on standard input: zavora-cli setup --provider openai --key-stdin < key.txt");
    }
}

package ai.zavora.app;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.surface.cli.setup.Echo;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    @Override
    public Hidden hide() throws InterruptedException {
        var before = stty("-g");
        if (!before.matches("[0-9A-Za-z:=]+")) {
            throw mute();
        }
        stty("-echo");
        return () -> restore(before);
    }

    private static void restore(String before) {
        // also after an interrupt, which must not keep the terminal mute
        var interrupted = Thread.interrupted();
        try {
            stty(before);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static String stty(String argument) throws InterruptedException {
        var place = PLACES.stream()
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElseThrow(TerminalEcho::mute);
        try {
            var process = new ProcessBuilder(new ArrayList<>(List.of(place, argument)))
                    .redirectInput(Redirect.from(TERMINAL))
                    .redirectError(Redirect.DISCARD)
                    .start();
            try {
                var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    throw mute();
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

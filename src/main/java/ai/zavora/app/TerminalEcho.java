package ai.zavora.app;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import ai.zavora.base.error.ErrorKind;
import ai.zavora.base.error.ZavoraException;
import ai.zavora.base.file.CLibrary;
import ai.zavora.surface.cli.setup.Echo;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.FunctionDescriptor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hides typed text with {@code stty} on the controlling terminal. The console of the JDK cannot be used: a read from it
 * does not end at an interrupt, and the terminal would stay mute when the process ends meanwhile.
 */
final class TerminalEcho implements Echo {
    private static final File TERMINAL = new File("/dev/tty");
    private static final List<String> PLACES = List.of("/bin/stty", "/usr/bin/stty");
    private static final long PATIENCE_SECONDS = 5;
    private static final int ATTEMPTS = 3;

    // the quit key makes a JVM write its threads onto the terminal, and nothing in the program can keep it from that
    private static final List<String> SHOWING = List.of("quit", "undef");
    private static final List<String> HIDING = List.of("-echo", "quit", "undef");

    /** A read ends when nothing came for two tenths of a second: more than there is between two pieces of a paste. */
    private static final List<String> DRAINING = List.of("-echo", "quit", "undef", "-icanon", "min", "0", "time", "2");

    private static final int STANDARD_INPUT = 0;
    /** TCIFLUSH of termios.h: what came in and was not read. */
    private static final int TYPED = System.getProperty("os.name").equals("Linux") ? 0 : 1;

    private final Consumer<Runnable> onContinue;
    private final List<String> places;
    private final File terminal;

    TerminalEcho(Signals signals) {
        this(signals::onContinue, PLACES, TERMINAL);
    }

    /** @param places where {@code stty} may be, the first that can be run is taken */
    TerminalEcho(Consumer<Runnable> onContinue, List<String> places, File terminal) {
        this.onContinue = onContinue;
        this.places = places;
        this.terminal = terminal;
    }

    @Override
    public Held hold(Typed typed, Runnable resumed) throws InterruptedException {
        return switch (typed) {
            case HIDDEN -> held(HIDING, resumed);
            case SHOWN -> {
                try {
                    yield held(SHOWING, resumed);
                } catch (ZavoraException e) {
                    // a question that may be seen can be asked on any terminal
                    yield new AsItIs();
                }
            }
        };
    }

    private Held held(List<String> mode, Runnable resumed) throws InterruptedException {
        var before = stty(List.of("-g"));
        if (!before.matches("[0-9A-Za-z:=]+")) {
            throw mute();
        }
        var kept = new Kept(before, mode, resumed, Thread.currentThread());
        try {
            stty(mode);
            onContinue.accept(kept::resume);
        } catch (InterruptedException | ZavoraException e) {
            restore(before);
            throw e;
        }
        return kept;
    }

    /** A terminal that cannot be told anything. */
    private record AsItIs() implements Held {
        @Override
        public void takeRest() {}

        @Override
        public void close() {}
    }

    /** A terminal in a mode of ours. After a stop the shell has put it into its own; then ours is set again. */
    private final class Kept implements Held {
        private final String before;
        private final Runnable resumed;
        private final Thread asking;
        private List<String> mode;
        private boolean closed;

        Kept(String before, List<String> mode, Runnable resumed, Thread asking) {
            this.before = before;
            this.mode = mode;
            this.resumed = resumed;
            this.asking = asking;
        }

        private synchronized void resume() {
            if (closed) {
                return;
            }
            try {
                stty(mode);
                resumed.run();
            } catch (InterruptedException | ZavoraException e) {
                // what is typed might show: the question ends
                asking.interrupt();
            }
        }

        @Override
        public synchronized void takeRest() throws InterruptedException {
            mode = DRAINING;
            stty(mode);
        }

        @Override
        public synchronized void close() {
            closed = true;
            onContinue.accept(() -> {});
            // first of all: at a second signal the process ends at once, and must not leave the terminal mute
            restore(before);
            if (!mode.equals(SHOWING)) {
                dropTyped();
            }
        }
    }

    /** The beginning of a key that nobody read would go to the shell, which shows it and keeps it in its history. */
    private static void dropTyped() {
        var flush = CLibrary.function("tcflush", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
        if (flush.isEmpty()) {
            return;
        }
        try {
            // it fails where there is no terminal any more, and nothing is left to drop
            var _ = (int) flush.get().invokeExact(STANDARD_INPUT, TYPED);
        } catch (Throwable e) {
            throw CLibrary.uncallable(e);
        }
    }

    /** Also after an interrupt, which must not leave the terminal mute. */
    private void restore(String before) {
        var interrupted = Thread.interrupted();
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                stty(List.of(before));
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

    /**
     * Ctrl-C ends the child too, and may do so before it is {@code stty} and before this thread is told: so one failure
     * means nothing yet. A thread that was told meanwhile goes no further.
     */
    private String stty(List<String> arguments) throws InterruptedException {
        var place = places.stream()
                .filter(path -> new File(path).canExecute())
                .findFirst()
                .orElseThrow(TerminalEcho::mute);
        var command = new ArrayList<String>();
        command.add(place);
        command.addAll(arguments);
        for (var attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                return output(command);
            } catch (IOException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
        throw mute();
    }

    /** @throws IOException also where the child failed or was ended */
    private String output(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command)
                .redirectInput(Redirect.from(terminal))
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw mute();
            }
            if (process.exitValue() != 0) {
                throw new IOException("stty ended with " + process.exitValue());
            }
            return out.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private static ZavoraException mute() {
        return new ZavoraException(
                ErrorKind.INPUT,
                "The terminal cannot be told to hide the key while it is typed.",
                "Give it on standard input: zavora-cli setup --provider openai --key-stdin < key.txt");
    }
}

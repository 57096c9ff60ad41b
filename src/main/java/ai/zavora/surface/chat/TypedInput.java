package ai.zavora.surface.chat;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jline.utils.Signals;

/**
 * Lines typed on a terminal that cannot be drawn on: an editor's shell window, or one whose output goes elsewhere. The
 * terminal's own line editing serves; only Ctrl-C is ours.
 */
final class TypedInput implements LineInput {
    private static final String CTRL_C = "INT";

    private final ChatStreams streams;
    private final PrintStream prompts;
    private final LineBytes lines;
    private final Object signalBefore;
    private final BlockingQueue<Reading> arrivals = new LinkedBlockingQueue<>();
    private volatile Optional<Runnable> busy = Optional.empty();
    private volatile boolean pending;

    /** @param prompts where prompts are seen */
    TypedInput(ChatStreams streams, PrintStream prompts) {
        this.streams = streams;
        this.prompts = prompts;
        this.lines = new LineBytes(streams.in());
        this.signalBefore = Signals.register(CTRL_C, this::interrupted);
    }

    private void interrupted() {
        busy.ifPresentOrElse(Runnable::run, () -> arrivals.add(new Reading.Interrupted("")));
    }

    @Override
    public Reading read(Prompt prompt) {
        return next(prompt.plain());
    }

    @Override
    public Reading ask(String question) {
        try {
            while (!pending && streams.in().available() > 0 && streams.in().read() >= 0) {
                // typed before the question was seen
            }
        } catch (IOException gone) {
            return new Reading.End();
        }
        return next(question);
    }

    private Reading next(String prompt) {
        prompts.print(prompt);
        prompts.flush();
        if (!pending) {
            pending = true;
            // a thread of its own, because a read of a terminal cannot be interrupted
            Thread.ofPlatform().daemon().name("typed-input").start(() -> arrivals.add(lines.next()));
        }
        try {
            var reading = arrivals.take();
            pending = reading instanceof Reading.Interrupted;
            if (pending) {
                prompts.println();
            }
            return reading;
        } catch (InterruptedException e) {
            return new Reading.Interrupted("");
        }
    }

    @Override
    public boolean interactive() {
        return true;
    }

    @Override
    public void whileBusy(Runnable action) {
        busy = Optional.of(action);
    }

    @Override
    public void whileIdle() {
        busy = Optional.empty();
    }

    @Override
    public void close() {
        if (pending) {
            prompts.println();
            prompts.flush();
        }
        Signals.unregister(CTRL_C, signalBefore);
    }
}

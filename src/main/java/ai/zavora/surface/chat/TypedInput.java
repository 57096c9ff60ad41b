package ai.zavora.surface.chat;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Optional;
import org.jline.utils.Signals;

/**
 * Lines typed on a terminal that cannot be drawn on: an editor's shell window, or one whose output goes elsewhere. The
 * terminal's own line editing serves; only Ctrl-C is ours.
 */
final class TypedInput implements LineInput {
    private static final String CTRL_C = "INT";

    private final PrintStream prompts;
    private final WaitingLines lines;
    private final Object signalBefore;
    private volatile Optional<Runnable> busy = Optional.empty();

    /** @param prompts where prompts are seen */
    TypedInput(ChatStreams streams, PrintStream prompts) {
        this.prompts = prompts;
        this.lines = new WaitingLines(streams.in());
        this.signalBefore = Signals.register(CTRL_C, this::interrupted);
    }

    private void interrupted() {
        busy.ifPresentOrElse(Runnable::run, lines::interrupt);
    }

    @Override
    public Reading read(Prompt prompt) {
        return next(prompt.plain());
    }

    @Override
    public Reading ask(String question) {
        try {
            lines.skipArrived();
        } catch (IOException gone) {
            return new Reading.End();
        }
        return next(question);
    }

    private Reading next(String prompt) {
        prompts.print(prompt);
        prompts.flush();
        var reading = lines.next();
        if (reading instanceof Reading.Interrupted) {
            prompts.println();
        }
        return reading;
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
        if (lines.waiting()) {
            prompts.println();
            prompts.flush();
        }
        Signals.unregister(CTRL_C, signalBefore);
    }
}

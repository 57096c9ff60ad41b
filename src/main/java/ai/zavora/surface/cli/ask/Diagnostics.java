package ai.zavora.surface.cli.ask;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.headless.TurnWords;
import java.io.PrintStream;

/** What a person at the terminal should see beside the answer: retries, progress, notices and failures. */
public final class Diagnostics {

    /** Longer lines are cut: names, reasons and messages may come from a model or a server and have any length. */
    private static final int LONGEST_LINE = 1000;
    /** No tool has a longer name, but a model may ask for one. */
    private static final int LONGEST_NAME = 64;

    private static final int LONGEST_PROGRESS = 100;
    private static final int BAR = 20;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream err;
    private final Progress progress;
    private boolean progressShown;

    /** How progress is shown. */
    public enum Progress {
        /** Each step on a line of its own. */
        LINES,
        /** On a terminal: one line that is drawn anew. */
        IN_PLACE
    }

    public Diagnostics(PrintStream err, Progress progress) {
        this.err = err;
        this.progress = progress;
    }

    void event(TurnEvent event) {
        if (!(event instanceof TurnEvent.ModelProgress)) {
            eraseProgress();
        }
        switch (event) {
            case TurnEvent.ModelProgress done -> progress(done);
            case TurnEvent.ToolFinished finished
            when finished.outcome() == TurnEvent.Outcome.FAILED ->
                say("Tool " + ControlFilter.line(finished.tool(), LONGEST_NAME) + " failed: "
                        + finished.output().string("error").orElse("no reason given"));
            case TurnEvent.TurnStarted _,
                    TurnEvent.UserSpoke _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.ModelRetrying _,
                    TurnEvent.TextDelta _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelReplied _,
                    TurnEvent.ModelFailed _,
                    TurnEvent.ModelInterrupted _,
                    TurnEvent.ToolRequested _,
                    TurnEvent.ToolDecided _,
                    TurnEvent.ToolFinished _,
                    TurnEvent.Guarded _,
                    TurnEvent.Notice _,
                    TurnEvent.TurnCompleted _ -> TurnWords.of(event).ifPresent(this::say);
        }
    }

    private void progress(TurnEvent.ModelProgress done) {
        switch (progress) {
            case LINES -> {
                if (done.milestone()) {
                    say(done.line());
                }
            }
            case IN_PLACE -> {
                err.print(ERASE_LINE + ControlFilter.line(done.line(), LONGEST_PROGRESS) + bar(done));
                err.flush();
                progressShown = true;
            }
        }
    }

    private static String bar(TurnEvent.ModelProgress done) {
        if (done.percent().isEmpty()) {
            return "";
        }
        var filled = BAR * done.percent().getAsInt() / 100;
        return " [" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
    }

    private void eraseProgress() {
        if (progressShown) {
            err.print(ERASE_LINE);
            err.flush();
            progressShown = false;
        }
    }

    /** The two lines every failed command ends with. */
    public void failure(Failure failure) {
        eraseProgress();
        say("[" + failure.category() + "] " + failure.message());
        say("Hint: " + failure.hint());
    }

    /** Whatever is told goes through here: none of it holds a key, can steer a terminal or looks like a line of ours. */
    private void say(String line) {
        err.println(ControlFilter.line(Redaction.keys(line), LONGEST_LINE));
    }
}

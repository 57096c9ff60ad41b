package ai.zavora.surface.cli.ask;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.core.agent.TurnEvent;
import java.io.PrintStream;

/** What a person at the terminal should see beside the answer: retries, progress, notices and failures. */
public final class Diagnostics {

    private final PrintStream err;

    public Diagnostics(PrintStream err) {
        this.err = err;
    }

    void event(TurnEvent event) {
        switch (event) {
            case TurnEvent.ModelRetrying retry -> err.println(retryText(retry));
            case TurnEvent.ModelProgress(var text) -> err.println(text);
            case TurnEvent.Notice(var message) -> err.println(message);
            case TurnEvent.ToolFinished finished
            when finished.outcome() == TurnEvent.Outcome.FAILED ->
                err.println("Tool " + finished.tool() + " failed: "
                        + finished.output().string("error").orElse("no reason given"));
            case TurnEvent.TurnStarted _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.TextDelta _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelReplied _,
                    TurnEvent.ModelFailed _,
                    TurnEvent.ToolRequested _,
                    TurnEvent.ToolDecided _,
                    TurnEvent.ToolFinished _,
                    TurnEvent.TurnCompleted _ -> {}
        }
    }

    /** The two lines every failed command ends with. */
    public void failure(Failure failure) {
        err.println("[" + failure.category() + "] " + failure.message());
        err.println("Hint: " + failure.hint());
    }

    static String retryText(TurnEvent.ModelRetrying retry) {
        var seconds = Math.round(retry.delay().toMillis() / 100.0) / 10.0;
        return retry.reason() + "; attempt " + retry.attempt() + " in " + seconds + " s";
    }
}

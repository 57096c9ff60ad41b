package ai.zavora.surface.chat;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.text.ControlFilter;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.agent.TurnResult;
import ai.zavora.core.guardrail.GuardrailHit;
import ai.zavora.core.headless.TurnWords;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Shows one turn as it happens: the answer to where answers go, the rest beside it. Used by one thread. */
final class TurnView implements Consumer<TurnEvent> {
    private static final int PREVIEW = 100;

    private final Screen screen;
    private String author = "";

    TurnView(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void accept(TurnEvent event) {
        switch (event) {
            case TurnEvent.TurnStarted _,
                    TurnEvent.UserSpoke _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.ReasoningDelta _ -> screen.busy("thinking");
            case TurnEvent.ModelRetrying(var attempt, var delay, var reason) ->
                screen.note(
                        Tone.WARNING,
                        reason.full() + " Trying again in " + seconds(delay) + " (attempt " + attempt + ").");
            case TurnEvent.ModelProgress progress -> progress(progress.line());
            case TurnEvent.TextDelta(var name, var text) -> text(name, text);
            case TurnEvent.ModelReplied _ -> screen.endAnswer();
            case TurnEvent.ModelFailed _, TurnEvent.ModelInterrupted _ -> screen.calm();
            case TurnEvent.ToolRequested request -> requested(request.tool(), request.input());
            case TurnEvent.ToolDecided decided -> decided(decided.tool(), decided.decision(), decided.reason());
            case TurnEvent.ToolFinished finished -> finished(finished);
            case TurnEvent.Guarded(var hit) -> guarded(hit);
            case TurnEvent.Notice(var message) -> screen.note(Tone.WARNING, "note: " + message.full());
            case TurnEvent.TurnCompleted(var result) -> completed(result);
        }
    }

    /** What was only observed is for operators. */
    private void guarded(GuardrailHit hit) {
        switch (hit.mode()) {
            case REDACT, BLOCK -> screen.note(Tone.WARNING, "note: " + ControlFilter.line(hit.sentence()));
            case OBSERVE, DISABLED -> {}
        }
    }

    private void progress(String text) {
        if (screen.watched()) {
            screen.busy(text);
        } else {
            screen.note(Tone.DIM, text);
        }
    }

    private void text(String name, String text) {
        if (!author.isEmpty() && !author.equals(name)) {
            screen.endAnswer();
            screen.note(Tone.DIM, screen.sign("→ ", "> ") + ControlFilter.line(name));
        }
        author = name;
        screen.answer(text);
        if (screen.broken()) {
            // nobody reads on: stop paying for the rest
            Thread.currentThread().interrupt();
        }
    }

    private void requested(String tool, JsonValue input) {
        var arguments = input.equals(JsonValue.Obj.EMPTY) ? "" : " " + Json.write(input);
        screen.endAnswer();
        screen.note(Tone.DIM, screen.sign("⚒ ", "* ") + preview(tool + arguments));
        screen.busy("running " + tool);
    }

    private void decided(String tool, String decision, String reason) {
        if (decision.equals("denied") || decision.equals("refused")) {
            screen.note(Tone.WARNING, preview(Redaction.keys(tool + " " + decision + ": " + reason)));
        } else {
            screen.busy("running " + tool);
        }
    }

    private void finished(TurnEvent.ToolFinished finished) {
        switch (finished.outcome()) {
            case SUCCEEDED ->
                screen.note(
                        Tone.DIM,
                        preview(screen.sign("✓ ", "+ ") + finished.tool() + " " + Json.write(finished.output())));
            case FAILED ->
                screen.note(
                        Tone.WARNING,
                        preview(Redaction.keys(
                                screen.sign("✗ ", "! ") + finished.tool() + " " + Json.write(finished.output()))));
        }
        screen.busy("thinking");
    }

    private void completed(TurnResult result) {
        screen.endAnswer();
        if (result.answer().isBlank()) {
            screen.note(Tone.DIM, "(the model gave no answer)");
        }
        TurnWords.cutOff(result.stopReason()).ifPresent(words -> screen.note(Tone.WARNING, "note: " + words));
    }

    private static String preview(String text) {
        var line = ControlFilter.line(text);
        return line.codePointCount(0, line.length()) <= PREVIEW
                ? line
                : line.substring(0, line.offsetByCodePoints(0, PREVIEW)) + "...";
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}

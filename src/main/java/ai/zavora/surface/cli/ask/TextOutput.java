package ai.zavora.surface.cli.ask;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.TurnEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** {@code --output-format text}: the answer as it comes, a line feed behind it, and nothing else. */
final class TextOutput implements AskOutput {

    private final ResultStream out;
    private final Diagnostics diagnostics;
    private final UnaryOperator<String> filter;
    private final Surroundings surroundings;
    private final List<TurnEvent> held = new ArrayList<>();
    private boolean lineOpen;

    /** Where the answer and what is said beside it go. */
    enum Surroundings {
        /** To one terminal: what is said beside the answer waits for the end of its line. */
        SHARED,
        /** To different places. */
        APART
    }

    /** @param filter what a piece of the answer goes through on its way */
    TextOutput(ResultStream out, UnaryOperator<String> filter, Diagnostics diagnostics, Surroundings surroundings) {
        this.out = out;
        this.filter = filter;
        this.diagnostics = diagnostics;
        this.surroundings = surroundings;
    }

    @Override
    public void started() {}

    @Override
    public void event(TurnEvent event) {
        if (event instanceof TurnEvent.ModelReplied) {
            endLine();
        }
        if (event instanceof TurnEvent.TextDelta(var _, var text)) {
            // before the text, since it may have to clear the line that the answer begins on
            diagnostics.event(event);
            out.write(filter.apply(text));
            lineOpen = !text.endsWith("\n");
            tellHeld();
        } else if (lineOpen && surroundings == Surroundings.SHARED) {
            held.add(event);
        } else {
            diagnostics.event(event);
        }
    }

    private void tellHeld() {
        if (!lineOpen) {
            held.forEach(diagnostics::event);
            held.clear();
        }
    }

    @Override
    public void succeeded(Answer answer) {
        endLine();
    }

    @Override
    public void failed(Failure failure) {
        endLine();
        diagnostics.failure(failure);
    }

    private void endLine() {
        if (lineOpen) {
            out.write("\n");
            lineOpen = false;
        }
        tellHeld();
    }
}

package ai.zavora.surface.cli.ask;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.TurnEvent;
import java.util.function.UnaryOperator;

/** {@code --output-format text}: the answer as it comes, a line feed behind it, and nothing else. */
final class TextOutput implements AskOutput {

    private final ResultStream out;
    private final Diagnostics diagnostics;
    private final UnaryOperator<String> filter;
    private boolean lineOpen;

    /** @param filter what a piece of the answer goes through on its way */
    TextOutput(ResultStream out, UnaryOperator<String> filter, Diagnostics diagnostics) {
        this.out = out;
        this.filter = filter;
        this.diagnostics = diagnostics;
    }

    @Override
    public void started() {}

    @Override
    public void event(TurnEvent event) {
        // first, since it may have to clear the line that the answer begins on
        diagnostics.event(event);
        if (event instanceof TurnEvent.TextDelta(var _, var text)) {
            out.write(filter.apply(text));
            lineOpen = !text.endsWith("\n");
        } else if (event instanceof TurnEvent.ModelReplied) {
            endLine();
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
    }
}

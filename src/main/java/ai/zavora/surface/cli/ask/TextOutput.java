package ai.zavora.surface.cli.ask;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.TurnEvent;

/** {@code --output-format text}: the answer as it comes, a line feed behind it, and nothing else. */
final class TextOutput implements AskOutput {

    private final ResultStream out;
    private final Diagnostics diagnostics;
    private boolean lineOpen;

    TextOutput(ResultStream out, Diagnostics diagnostics) {
        this.out = out;
        this.diagnostics = diagnostics;
    }

    @Override
    public void started() {}

    @Override
    public void event(TurnEvent event) {
        if (event instanceof TurnEvent.TextDelta(var _, var text)) {
            out.write(text);
            lineOpen = !text.endsWith("\n");
        } else if (event instanceof TurnEvent.ModelReplied) {
            endLine();
        }
        diagnostics.event(event);
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

package ai.zavora.surface.cli.ask;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.base.text.Redaction;
import ai.zavora.core.agent.TurnEvent;

/** Takes database addresses out of what the program itself says; answers and tools are passed on as they are. */
public final class RedactedOutput implements AskOutput {
    private final AskOutput output;

    public RedactedOutput(AskOutput output) {
        this.output = output;
    }

    @Override
    public void started() {
        output.started();
    }

    @Override
    public void event(TurnEvent event) {
        output.event(
                event instanceof TurnEvent.Notice(var message)
                        ? new TurnEvent.Notice(message.map(Redaction::databaseAddresses))
                        : event);
    }

    @Override
    public void succeeded(Answer answer) {
        output.succeeded(answer);
    }

    @Override
    public void failed(Failure failure) {
        output.failed(failure.redacted());
    }
}

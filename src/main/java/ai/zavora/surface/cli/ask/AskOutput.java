package ai.zavora.surface.cli.ask;

import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.TurnEvent;

/** One of the forms in which a run is told: events as they come, then exactly one end. */
public interface AskOutput {

    /** The run is about to begin. */
    void started();

    void event(TurnEvent event);

    void succeeded(Answer answer);

    void failed(Failure failure);
}

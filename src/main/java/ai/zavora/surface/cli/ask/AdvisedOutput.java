package ai.zavora.surface.cli.ask;

import ai.zavora.base.config.GivenOptions;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.TurnEvent;

/** Completes the commands that hints name with the options that were given; everything else is passed on as it is. */
public final class AdvisedOutput implements AskOutput {
    private final AskOutput output;
    private final GivenOptions given;

    /** @param given those that name the session database */
    public AdvisedOutput(AskOutput output, GivenOptions given) {
        this.output = output;
        this.given = given;
    }

    @Override
    public void started() {
        output.started();
    }

    @Override
    public void event(TurnEvent event) {
        output.event(event);
    }

    @Override
    public void succeeded(Answer answer) {
        output.succeeded(answer);
    }

    @Override
    public void failed(Failure failure) {
        output.failed(failure.withHint(given.in(failure.hint())));
    }
}

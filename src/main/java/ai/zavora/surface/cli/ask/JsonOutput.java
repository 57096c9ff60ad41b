package ai.zavora.surface.cli.ask;

import ai.zavora.base.json.Json;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.TurnEvent;
import java.util.Optional;

/** {@code --output-format json}: one line when the run is over. */
final class JsonOutput implements AskOutput {

    private final ResultStream out;
    private final Diagnostics diagnostics;
    private final HeadlessDocuments.Run run;

    JsonOutput(ResultStream out, Diagnostics diagnostics, HeadlessDocuments.Run run) {
        this.out = out;
        this.diagnostics = diagnostics;
        this.run = run;
    }

    @Override
    public void started() {}

    @Override
    public void event(TurnEvent event) {
        diagnostics.event(event);
    }

    @Override
    public void succeeded(Answer answer) {
        out.line(Json.write(HeadlessDocuments.result(run, answer)));
    }

    @Override
    public void failed(Failure failure) {
        out.line(Json.write(HeadlessDocuments.error(Optional.of(run), failure)));
    }
}

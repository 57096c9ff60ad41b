package ai.zavora.surface.cli.ask;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.base.text.WholeCharacters;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.headless.Line;
import ai.zavora.core.headless.TurnWords;
import java.time.InstantSource;
import java.util.Optional;

/** {@code --output-format stream-json}: one line for each thing that happens, the last a result or an error. */
final class StreamJsonOutput implements AskOutput {

    /** Who says an answer that comes as a whole. */
    private static final String BUFFERED_AUTHOR = "agent";

    private final ResultStream out;
    private final Diagnostics diagnostics;
    private final HeadlessDocuments.Run run;
    private final InstantSource clock;
    private final AskOutputs.Flow flow;
    private long sequence;
    private String author = "";
    private final WholeCharacters characters = new WholeCharacters();

    StreamJsonOutput(AskOutputs.Destination destination, Diagnostics diagnostics, HeadlessDocuments.Run run) {
        this.out = new ResultStream(destination.out());
        this.diagnostics = diagnostics;
        this.run = run;
        this.clock = destination.clock();
        this.flow = destination.flow();
    }

    @Override
    public void started() {
        line(
                switch (flow) {
                    case LIVE -> Line.init();
                    case BUFFERED ->
                        new Line(
                                "init", JsonValue.object().put("buffered", true).build());
                });
    }

    @Override
    public void event(TurnEvent event) {
        diagnostics.event(event);
        switch (flow) {
            case LIVE -> live(event);
            case BUFFERED -> {
                // an init that names no capabilities promises one message and the result
            }
        }
    }

    private void live(TurnEvent event) {
        switch (event) {
            case TurnEvent.TextDelta(var speaker, var text) -> message(speaker, text);
            case TurnEvent.ToolRequested(var callId, var tool, var input) -> line(Line.toolUse(callId, tool, input));
            case TurnEvent.ToolFinished(var callId, var tool, var result, var outcome, var _) ->
                line(Line.toolResult(callId, tool, outcome, result));
            case TurnEvent.TurnStarted _,
                    TurnEvent.UserSpoke _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.ModelRetrying _,
                    TurnEvent.ModelProgress _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelReplied _,
                    TurnEvent.ModelFailed _,
                    TurnEvent.ModelInterrupted _,
                    TurnEvent.ToolDecided _,
                    TurnEvent.Guarded _,
                    TurnEvent.Notice _,
                    TurnEvent.TurnCompleted _ -> TurnWords.of(event).ifPresent(words -> line(Line.system(words)));
        }
    }

    private void message(String speaker, String piece) {
        var text = characters.accept(piece);
        if (text.isEmpty()) {
            return;
        }
        if (!speaker.equals(author)) {
            author = speaker;
            line(Line.agent(speaker));
        }
        line(Line.message(speaker, text));
    }

    @Override
    public void succeeded(Answer answer) {
        switch (flow) {
            case LIVE -> {
                // its pieces were told
            }
            case BUFFERED -> line(Line.message(BUFFERED_AUTHOR, answer.response()));
        }
        line(new Line("result", HeadlessDocuments.resultData(answer)));
    }

    @Override
    public void failed(Failure failure) {
        line(new Line("error", HeadlessDocuments.fatalErrorData(failure)));
    }

    private void line(Line line) {
        out.line(Json.write(
                HeadlessDocuments.line(sequence++, clock.instant(), Optional.of(run), line.type(), line.data())));
    }
}

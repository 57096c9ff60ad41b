package ai.zavora.surface.cli.ask;

import ai.zavora.base.json.Json;
import ai.zavora.base.json.JsonValue;
import ai.zavora.base.protocol.headless.Failure;
import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.agent.TurnEvent;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** {@code --output-format stream-json}: one line for each thing that happens, the last a result or an error. */
final class StreamJsonOutput implements AskOutput {

    private static final int MAX_DETAIL = 140;
    /** Who says an answer that comes as a whole. */
    private static final String BUFFERED_AUTHOR = "agent";

    private final ResultStream out;
    private final Diagnostics diagnostics;
    private final HeadlessDocuments.Run run;
    private final InstantSource clock;
    private final AskOutputs.Flow flow;
    private long sequence;
    private String author = "";
    private String held = "";

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
                "init",
                switch (flow) {
                    case LIVE ->
                        JsonValue.object()
                                .put(
                                        "capabilities",
                                        JsonValue.of(List.of("message", "tool_use", "tool_result", "agent", "system")))
                                .build();
                    case BUFFERED -> JsonValue.object().put("buffered", true).build();
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
            case TurnEvent.ToolRequested(var callId, var tool, var input) ->
                line(
                        "tool_use",
                        JsonValue.object()
                                .put("call_id", callId)
                                .put("name", tool)
                                .put("detail", detail(input))
                                .build());
            case TurnEvent.ToolFinished finished -> line("tool_result", toolResult(finished));
            case TurnEvent.Guarded(var hit) -> Diagnostics.guardText(hit).ifPresent(this::system);
            case TurnEvent.Notice(var message) -> system(message);
            case TurnEvent.ModelProgress progress -> {
                if (progress.milestone()) {
                    system(progress.line());
                }
            }
            case TurnEvent.TurnCompleted(var result) ->
                Diagnostics.cutOff(result).ifPresent(this::system);
            case TurnEvent.ModelRetrying retry -> system(Diagnostics.retryText(retry));
            case TurnEvent.TurnStarted _,
                    TurnEvent.UserSpoke _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelReplied _,
                    TurnEvent.ModelFailed _,
                    TurnEvent.ToolDecided _ -> {}
        }
    }

    private void message(String speaker, String piece) {
        var text = held + piece;
        held = "";
        if (!text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
            // a model may cut a character in two; a line of JSON can only hold it whole
            held = text.substring(text.length() - 1);
            text = text.substring(0, text.length() - 1);
        }
        if (text.isEmpty()) {
            return;
        }
        if (!speaker.equals(author)) {
            author = speaker;
            line("agent", JsonValue.object().put("name", speaker).build());
        }
        says(speaker, text);
    }

    private void says(String speaker, String text) {
        line(
                "message",
                JsonValue.object()
                        .put("role", "assistant")
                        .put("author", speaker)
                        .put("delta", text)
                        .build());
    }

    private static JsonValue.Obj toolResult(TurnEvent.ToolFinished finished) {
        return JsonValue.object()
                .put("call_id", finished.callId())
                .put("name", finished.tool())
                .put("success", finished.outcome() == TurnEvent.Outcome.SUCCEEDED)
                .put("detail", detail(finished.output()))
                .build();
    }

    private void system(String message) {
        line("system", JsonValue.object().put("message", message).build());
    }

    @Override
    public void succeeded(Answer answer) {
        switch (flow) {
            case LIVE -> {
                // its pieces were told
            }
            case BUFFERED -> says(BUFFERED_AUTHOR, answer.response());
        }
        line("result", HeadlessDocuments.resultData(answer));
    }

    @Override
    public void failed(Failure failure) {
        line("error", HeadlessDocuments.fatalErrorData(failure));
    }

    private void line(String type, JsonValue.Obj data) {
        out.line(Json.write(HeadlessDocuments.line(sequence++, clock.instant(), Optional.of(run), type, data)));
    }

    /** The value as text of at most {@value #MAX_DETAIL} characters, the last one an ellipsis where it was cut. */
    private static String detail(JsonValue value) {
        var text = Json.write(value);
        if (text.codePointCount(0, text.length()) <= MAX_DETAIL) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, MAX_DETAIL - 1)) + "…";
    }
}

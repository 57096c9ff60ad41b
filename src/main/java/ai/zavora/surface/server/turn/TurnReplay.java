package ai.zavora.surface.server.turn;

import ai.zavora.base.error.ZavoraException;
import ai.zavora.core.agent.Abort;
import ai.zavora.core.agent.TurnEvent;
import ai.zavora.core.headless.Answers;
import ai.zavora.core.headless.Line;
import ai.zavora.core.headless.TurnWords;
import ai.zavora.core.llm.ModelRoute;
import ai.zavora.core.llm.Part;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.core.session.Event;
import ai.zavora.surface.server.wire.ApiException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells a turn again as the journal has it. */
final class TurnReplay {
    private final TurnLog log = new TurnLog();
    private final String author;
    private final Optional<ApiException> failure;
    private Usage usage = Usage.NONE;
    private int toolCalls;
    private @Nullable Instant began;
    private ModelRoute route = new ModelRoute("", "");
    private String answer = "";
    private StopReason stopReason = StopReason.OTHER;

    private TurnReplay(String author, Optional<ApiException> failure) {
        this.author = author;
        this.failure = failure;
    }

    /**
     * The log of one turn.
     *
     * @param events those of the turn, in order
     * @param author the name answers are given under
     * @param failure how it failed, where that is still known; the journal has a word for it
     */
    static TurnLog of(List<Event> events, String author, Optional<ApiException> failure) {
        var replay = new TurnReplay(author, failure);
        events.forEach(replay::tell);
        return replay.log;
    }

    /**
     * The log of a turn whose process died before it could write how the turn ended.
     *
     * @param events as for {@link #of}
     */
    static TurnLog cutOff(List<Event> events, String author) {
        var log = of(events, author, Optional.empty());
        log.end(new TurnEnd.Failed(Stop.recorded(Abort.CRASHED)));
        return log;
    }

    private void tell(Event event) {
        if (began == null) {
            began = event.at();
            log.started(event.turnId());
        }
        switch (event.body()) {
            case Event.AssistantMessage message -> replied(message);
            case Event.Compaction summary -> usage = usage.plus(summary.usage());
            case Event.ToolDecision decision -> log.decided(decision.callId());
            case Event.ToolFinished(var output) ->
                log.finished(
                        output.callId(),
                        Line.toolResult(
                                output.callId(),
                                output.name(),
                                output.failed() ? TurnEvent.Outcome.FAILED : TurnEvent.Outcome.SUCCEEDED,
                                output.output()));
            case Event.TurnCompleted _ -> {
                TurnWords.cutOffWarning(stopReason).ifPresent(words -> log.notice(Line.system(words)));
                log.end(end(Duration.between(began, event.at())));
            }
            case Event.TurnAborted(var reason) ->
                log.end(new TurnEnd.Failed(failure.orElseGet(() -> Stop.recorded(reason))));
            case Event.UserMessage _, Event.ToolStarted _, Event.Imported _, Event.SessionState _ -> {}
        }
    }

    private void replied(Event.AssistantMessage message) {
        route = new ModelRoute(message.provider(), message.model());
        answer = "";
        stopReason = message.stopReason();
        usage = usage.plus(message.usage());
        for (var part : message.parts()) {
            switch (part) {
                case Part.Text(var text) -> {
                    answer += text;
                    log.text(author, text);
                }
                case Part.ToolUse use -> {
                    toolCalls++;
                    log.requested(use.id(), use.name(), use.input());
                }
                case Part.Reasoning _, Part.Image _, Part.ToolOutput _ -> {}
            }
        }
        log.replied();
    }

    /** As it was told when it ended: without a word it is no answer. */
    private TurnEnd end(Duration took) {
        try {
            var told = Answers.of(route, answer, stopReason, new Answers.Effort(took, usage, toolCalls));
            return new TurnEnd.Answered(told, stopReason, usage);
        } catch (ZavoraException e) {
            return new TurnEnd.Failed(Failures.of(e));
        }
    }
}

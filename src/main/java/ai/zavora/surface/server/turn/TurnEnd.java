package ai.zavora.surface.server.turn;

import ai.zavora.base.protocol.headless.HeadlessDocuments;
import ai.zavora.base.protocol.headless.HeadlessDocuments.Answer;
import ai.zavora.core.headless.Line;
import ai.zavora.core.llm.StopReason;
import ai.zavora.core.llm.Usage;
import ai.zavora.surface.server.wire.ApiException;

/** How a turn ended. */
public sealed interface TurnEnd {

    /** The last line of its headless events. */
    Line line();

    /**
     * With an answer.
     *
     * @param usage tokens of all its requests
     */
    record Answered(Answer answer, StopReason stopReason, Usage usage) implements TurnEnd {
        @Override
        public Line line() {
            return new Line("result", HeadlessDocuments.resultData(answer));
        }
    }

    /** Without one. */
    record Failed(ApiException failure) implements TurnEnd {
        @Override
        public Line line() {
            return new Line("error", HeadlessDocuments.fatalErrorData(failure.failure()));
        }
    }
}

package ai.zavora.surface.server.completions;

import ai.zavora.surface.server.turn.TurnLog;
import java.util.ArrayList;
import java.util.List;

/**
 * What the agent says in a turn, as one text: a completion has one message, however often the agent used a tool in between.
 * What is said behind a tool call begins a new paragraph. Used by one thread.
 */
final class Speech {
    static final String MESSAGE = "message";
    private static final String PARAGRAPH = "\n\n";

    private boolean begun;
    private boolean paused;

    /** The pieces of text that are next. */
    List<String> next(List<TurnLog.Piece> pieces) {
        var texts = new ArrayList<String>();
        for (var piece : pieces) {
            switch (piece.line().type()) {
                case MESSAGE -> {
                    var text = piece.line().data().string("delta").orElseThrow();
                    texts.add(paused ? PARAGRAPH + text : text);
                    begun = true;
                    paused = false;
                }
                case "tool_use" -> paused = begun;
                default -> {
                    // notices are for people who watch the turn
                }
            }
        }
        return texts;
    }
}

package ai.zavora.surface.server.turn;

import ai.zavora.core.agent.TurnEvent;
import java.util.function.Consumer;

/** Is told of every turn, for statistics. Safe for use from several threads. */
public interface TurnObserver extends Consumer<TurnEvent> {
    /** A turn is over. */
    void ended(TurnEnd end);
}

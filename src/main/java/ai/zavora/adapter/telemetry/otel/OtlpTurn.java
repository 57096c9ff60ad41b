package ai.zavora.adapter.telemetry.otel;

import ai.zavora.core.agent.TurnEvent;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Watches one turn for the collector. Telling it costs no more than a place in a queue. Used on the thread of the turn;
 * closed when the turn is over, however it ended.
 */
public final class OtlpTurn implements Consumer<TurnEvent>, AutoCloseable {
    private final String session;
    private final String author;
    private final InstantSource clock;
    private final Mailbox mailbox;
    /** Whether the other side knows of it. */
    private boolean known;

    OtlpTurn(String session, String author, InstantSource clock, Mailbox mailbox) {
        this.session = session;
        this.author = author;
        this.clock = clock;
        this.mailbox = mailbox;
    }

    String session() {
        return session;
    }

    /** The name of the agent. */
    String author() {
        return author;
    }

    @Override
    public void accept(TurnEvent event) {
        switch (event) {
            case TurnEvent.TextDelta _,
                    TurnEvent.ReasoningDelta _,
                    TurnEvent.ModelProgress _,
                    TurnEvent.Guarded _,
                    TurnEvent.Notice _ -> {
                // content, or for people
            }
            case TurnEvent.TurnStarted _,
                    TurnEvent.UserSpoke _,
                    TurnEvent.ModelRequestStarted _,
                    TurnEvent.ModelRetrying _,
                    TurnEvent.ModelReplied _,
                    TurnEvent.ModelFailed _,
                    TurnEvent.ModelInterrupted _,
                    TurnEvent.ToolRequested _,
                    TurnEvent.ToolDecided _,
                    TurnEvent.ToolFinished _,
                    TurnEvent.TurnCompleted _ -> known |= mailbox.put(new Mail.Happened(clock.instant(), this, event));
        }
    }

    @Override
    public void close() {
        // of what nobody knows nothing need be forgotten: so the ends that wait are as bounded as the events
        if (known) {
            mailbox.put(new Mail.TurnOver(clock.instant(), this));
        }
    }
}

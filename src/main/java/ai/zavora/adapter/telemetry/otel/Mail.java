package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import java.time.Instant;
import java.util.Optional;

/** What the threads of the program tell the thread that talks to the collector. */
sealed interface Mail {

    /** When it happened. */
    Instant at();

    /**
     * A record for operators.
     *
     * @param turn the one it is about; empty where it is about none, or the payload's {@code turn_id} says which
     */
    record Recorded(Instant at, String session, Optional<OtlpTurn> turn, String event, JsonValue.Obj payload)
            implements Mail {}

    /** Something happened in a turn. */
    record Happened(Instant at, OtlpTurn turn, TurnEvent event) implements Mail {}

    /** A turn is over, however it ended. */
    record TurnOver(Instant at, OtlpTurn turn) implements Mail {}

    /** The command is over; nothing follows. */
    record End(Instant at) implements Mail {}
}

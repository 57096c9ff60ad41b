package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.json.JsonValue;
import ai.zavora.core.agent.TurnEvent;
import java.time.Instant;

/** What the threads of the program tell the thread that talks to the collector. */
sealed interface Mail {

    /** When it happened. */
    Instant at();

    /** A record for operators. */
    record Recorded(Instant at, String session, String event, JsonValue.Obj payload) implements Mail {}

    /** Something happened in a turn. */
    record Happened(Instant at, OtlpTurn turn, TurnEvent event) implements Mail {}

    /** A turn is over, however it ended. */
    record TurnOver(Instant at, OtlpTurn turn) implements Mail {}

    /** The command is over; nothing follows. */
    record End(Instant at) implements Mail {}
}

package ai.zavora.app;

import ai.zavora.adapter.telemetry.TurnTelemetry;
import ai.zavora.adapter.telemetry.otel.OtlpTurn;
import ai.zavora.core.agent.Telemetry;
import ai.zavora.core.agent.TurnEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches one turn for all telemetry; closed when the turn is over, however it ended. */
final class TurnWatch implements Consumer<TurnEvent>, AutoCloseable {
    private final Telemetry telemetry;
    private final TurnTelemetry records;
    private final @Nullable OtlpTurn spans;

    /**
     * @param telemetry for records that belong to the turn
     * @param records makes those of what happens in it
     * @param spans makes spans of that for a collector; none where there is no collector
     */
    TurnWatch(Telemetry telemetry, TurnTelemetry records, @Nullable OtlpTurn spans) {
        this.telemetry = telemetry;
        this.records = records;
        this.spans = spans;
    }

    /** For further records that belong to the turn. */
    Telemetry telemetry() {
        return telemetry;
    }

    @Override
    public void accept(TurnEvent event) {
        // spans first: a record belongs to the span that its event begins or ends
        if (spans != null) {
            spans.accept(event);
        }
        records.accept(event);
    }

    @Override
    public void close() {
        if (spans != null) {
            spans.close();
        }
    }
}

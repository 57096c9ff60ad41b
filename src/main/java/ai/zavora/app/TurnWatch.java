package ai.zavora.app;

import ai.zavora.adapter.telemetry.TurnTelemetry;
import ai.zavora.adapter.telemetry.otel.OtlpTurn;
import ai.zavora.core.agent.TurnEvent;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches one turn for all telemetry; closed when the turn is over, however it ended. */
final class TurnWatch implements Consumer<TurnEvent>, AutoCloseable {
    private final TurnTelemetry records;
    private final @Nullable OtlpTurn spans;

    private TurnWatch(TurnTelemetry records, @Nullable OtlpTurn spans) {
        this.records = records;
        this.spans = spans;
    }

    /** Only records are made. */
    static TurnWatch of(TurnTelemetry records) {
        return new TurnWatch(records, null);
    }

    /** Records are made, and spans for a collector. */
    static TurnWatch of(TurnTelemetry records, OtlpTurn spans) {
        return new TurnWatch(records, spans);
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

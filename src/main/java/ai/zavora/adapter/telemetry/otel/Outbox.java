package ai.zavora.adapter.telemetry.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * What is finished of one signal and waits to be sent. Holds a bounded number and sends one request at a time; what comes
 * while it is full is lost. Used by the sending thread.
 */
final class Outbox<T> {
    private static final int LIMIT = 8192;

    /** So many are sent without waiting for the next regular sending. */
    private static final int BATCH = 512;

    private final Function<Collection<T>, CompletableResultCode> exporter;
    private final Deliveries deliveries;
    private List<T> waiting = new ArrayList<>();
    private CompletableResultCode sending = CompletableResultCode.ofSuccess();

    Outbox(Function<Collection<T>, CompletableResultCode> exporter, Deliveries deliveries) {
        this.exporter = exporter;
        this.deliveries = deliveries;
    }

    void add(T item) {
        if (waiting.size() < LIMIT) {
            waiting.add(item);
            if (waiting.size() % BATCH == 0) {
                send();
            }
        } else {
            deliveries.failed(Deliveries.LATE);
        }
    }

    /** Sends what waits, unless a request is still open. */
    void send() {
        if (sending.isDone()) {
            sendNow();
        }
    }

    /** Sends what waits; the result covers what was sent before, too. */
    CompletableResultCode sendNow() {
        if (!waiting.isEmpty()) {
            var batch = waiting;
            waiting = new ArrayList<>();
            sending = CompletableResultCode.ofAll(List.of(sending, exporter.apply(batch)));
        }
        return sending;
    }
}

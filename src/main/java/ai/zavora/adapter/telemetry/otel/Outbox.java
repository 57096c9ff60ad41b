package ai.zavora.adapter.telemetry.otel;

import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * What is finished of one signal and waits to be sent. Holds a bounded number and sends nothing before what was sent last
 * is answered; what comes while it is full is lost. Used by the sending thread.
 */
final class Outbox<T> {
    private static final int LIMIT = 8192;

    /** So many are sent without waiting for the next regular sending, and no more in one request. */
    private static final int BATCH = 512;

    private final Function<Collection<T>, CompletableResultCode> exporter;
    private final Deliveries deliveries;
    private final Content content;
    private List<T> waiting = new ArrayList<>();
    private CompletableResultCode sending = CompletableResultCode.ofSuccess();

    /** What it holds. */
    enum Content {
        /** Each item is one record: it is counted, and lost when it is not sent. */
        RECORDS,
        /** Sums, which the next sending has again. */
        SUMS
    }

    Outbox(Function<Collection<T>, CompletableResultCode> exporter, Deliveries deliveries, Content content) {
        this.exporter = exporter;
        this.deliveries = deliveries;
        this.content = content;
    }

    void add(T item) {
        var fits = waiting.size() < LIMIT;
        if (fits) {
            waiting.add(item);
        } else {
            deliveries.failed(Deliveries.LATE);
        }
        if (content == Content.RECORDS) {
            deliveries.made();
        }
        if (fits && waiting.size() % BATCH == 0) {
            send();
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
            var requests = new ArrayList<>(List.of(sending));
            // a collector takes only so much in one
            for (var from = 0; from < batch.size(); from += BATCH) {
                requests.add(export(batch.subList(from, Math.min(from + BATCH, batch.size()))));
            }
            sending = CompletableResultCode.ofAll(requests);
        }
        return sending;
    }

    /** A batch that no request can be made of is lost, but not what comes later. */
    private CompletableResultCode export(List<T> batch) {
        var sent = deliveries.sent();
        try {
            var result = exporter.apply(batch);
            if (result.isDone() && !result.isSuccess() && deliveries.sent() == sent) {
                deliveries.unsent();
            }
            if (content == Content.RECORDS) {
                var records = batch.size();
                result.whenComplete(() -> {
                    if (result.isSuccess()) {
                        deliveries.arrived(records);
                    }
                });
            }
            return result;
        } catch (RuntimeException | Error e) {
            deliveries.broken(e);
            return CompletableResultCode.ofFailure();
        }
    }
}

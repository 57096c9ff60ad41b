package ai.zavora.adapter.telemetry.otel;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;

/** Puts spans into the outbox when they end. */
final class FinishedSpans implements SpanProcessor {
    private final Outbox<SpanData> outbox;

    FinishedSpans(Outbox<SpanData> outbox) {
        this.outbox = outbox;
    }

    @Override
    public void onStart(Context parent, ReadWriteSpan span) {
        // an open span is not sent
    }

    @Override
    public boolean isStartRequired() {
        return false;
    }

    @Override
    public void onEnd(ReadableSpan span) {
        outbox.add(span.toSpanData());
    }

    @Override
    public boolean isEndRequired() {
        return true;
    }
}

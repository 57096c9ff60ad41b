package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.SdkLoggerProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** OpenTelemetry, from making a span to the request that sends it. Used by the sending thread. */
final class Pipeline implements AutoCloseable {
    /** The name of the instrumentation. */
    private static final String SCOPE = "ai.zavora";

    /** Metrics grow rather than queue up: they are sent less often than spans. */
    private static final Duration METRICS = Duration.ofSeconds(60);

    /** Held here because the JDK forgets the level of a logger that nobody holds. */
    private final Logger silenced = Logger.getLogger("io.opentelemetry");

    private final Deliveries deliveries;
    private final Exporters exporters;
    private final Outbox<SpanData> spans;
    private final Outbox<LogRecordData> logs;
    private final Outbox<MetricData> metrics;
    private final CollectedMetrics collected = new CollectedMetrics();
    private final SdkTracerProvider tracers;
    private final SdkLoggerProvider loggers;
    private final SdkMeterProvider meters;
    private long metricsSentNanos = System.nanoTime();

    Pipeline(OtlpSettings settings, CommandRun run, Deliveries deliveries) {
        // the library would tell the terminal of every failure; we tell of the first, once
        silenced.setLevel(Level.OFF);
        this.deliveries = deliveries;
        exporters = new Exporters(settings, deliveries);
        spans = new Outbox<>(exporters.traces(), deliveries, Outbox.Content.RECORDS);
        logs = new Outbox<>(exporters.logs(), deliveries, Outbox.Content.RECORDS);
        metrics = new Outbox<>(exporters.metrics(), deliveries, Outbox.Content.SUMS);
        var resource = resource(settings, run);
        tracers = SdkTracerProvider.builder()
                .setResource(resource)
                .addSpanProcessor(new FinishedSpans(spans))
                .build();
        loggers = SdkLoggerProvider.builder()
                .setResource(resource)
                .addLogRecordProcessor((context, log) -> logs.add(log.toLogRecordData()))
                .build();
        meters = SdkMeterProvider.builder()
                .setResource(resource)
                .registerMetricReader(collected)
                .build();
    }

    private static Resource resource(OtlpSettings settings, CommandRun run) {
        var attributes = io.opentelemetry.api.common.Attributes.builder()
                .put("service.version", run.version())
                .put("service.instance.id", run.runId());
        settings.resource().forEach(attributes::put);
        return Resource.getDefault().merge(Resource.create(attributes.build()));
    }

    Signals signals() {
        return new Signals(tracers.get(SCOPE), meters.get(SCOPE), loggers.get(SCOPE));
    }

    /** Sends what is finished, and now and then the metrics, unless the collector still has not answered. */
    void send() {
        spans.send();
        logs.send();
        if (System.nanoTime() - metricsSentNanos >= METRICS.toNanos()) {
            metricsSentNanos = System.nanoTime();
            collected.now().forEach(metrics::add);
            metrics.send();
        }
    }

    /** Sends everything there is, once. */
    void sendAll() {
        spans.sendNow();
        logs.sendNow();
        collected.now().forEach(metrics::add);
        metrics.sendNow();
    }

    /** Waits until all that was sent is answered, within that bound. */
    void await(Duration bound) throws InterruptedException {
        var end = System.nanoTime() + bound.toNanos();
        var results = new ArrayList<>(List.of(spans.sendNow(), logs.sendNow(), metrics.sendNow()));
        CompletableResultCode.ofAll(results).join(bound.toMillis(), TimeUnit.MILLISECONDS);
        deliveries.timeIsUp();
        deliveries.awaitBodies(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    @Override
    public void close() {
        exporters.close();
    }
}

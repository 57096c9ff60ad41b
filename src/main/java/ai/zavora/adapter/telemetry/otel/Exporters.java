package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.config.OtlpSettings.Signal;
import ai.zavora.base.config.Secret;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** The exporters of the signals over one HTTP client. A signal without an address is thrown away. */
final class Exporters {
    private static final Duration ENDING = Duration.ofMillis(100);

    private final OtlpSettings settings;
    private final HttpClient client;
    private final Deliveries deliveries;
    private final Map<String, String> headers = new HashMap<>();

    Exporters(OtlpSettings settings, Deliveries deliveries) {
        this.settings = settings;
        this.client = CollectorClient.open(settings);
        this.deliveries = deliveries;
        for (Map.Entry<String, Secret> header : settings.headers().entrySet()) {
            headers.put(header.getKey(), header.getValue().reveal());
        }
    }

    private ComponentLoader senders(Outbox.Content content) {
        HttpSenderProvider provider = config -> new CollectorSender(client, config, deliveries, content);
        return new ComponentLoader() {
            @Override
            public <T> Iterable<T> load(Class<T> service) {
                return service == HttpSenderProvider.class ? List.of(service.cast(provider)) : List.of();
            }
        };
    }

    Function<Collection<SpanData>, CompletableResultCode> traces() {
        var endpoint = settings.endpoints().get(Signal.TRACES);
        return endpoint == null
                ? Exporters::nowhere
                : OtlpHttpSpanExporter.builder()
                        .setComponentLoader(senders(Outbox.Content.RECORDS))
                        .setEndpoint(endpoint.toString())
                        .setTimeout(settings.delivery().timeout())
                        .setCompression(compression())
                        .setHeaders(() -> headers)
                        .build()::export;
    }

    Function<Collection<LogRecordData>, CompletableResultCode> logs() {
        var endpoint = settings.endpoints().get(Signal.LOGS);
        return endpoint == null
                ? Exporters::nowhere
                : OtlpHttpLogRecordExporter.builder()
                        .setComponentLoader(senders(Outbox.Content.RECORDS))
                        .setEndpoint(endpoint.toString())
                        .setTimeout(settings.delivery().timeout())
                        .setCompression(compression())
                        .setHeaders(() -> headers)
                        .build()::export;
    }

    Function<Collection<MetricData>, CompletableResultCode> metrics() {
        URI endpoint = settings.endpoints().get(Signal.METRICS);
        return endpoint == null
                ? Exporters::nowhere
                : OtlpHttpMetricExporter.builder()
                        .setComponentLoader(senders(Outbox.Content.SUMS))
                        .setEndpoint(endpoint.toString())
                        .setTimeout(settings.delivery().timeout())
                        .setCompression(compression())
                        .setHeaders(() -> headers)
                        .build()::export;
    }

    private static <T> CompletableResultCode nowhere(Collection<T> batch) {
        return CompletableResultCode.ofSuccess();
    }

    private String compression() {
        return settings.delivery().compression().name().toLowerCase(Locale.ROOT);
    }

    /** Ends what is still open. A JVM that ends while the client waits in the system's own code takes 0.3 s longer. */
    void close() {
        client.shutdownNow();
        try {
            client.awaitTermination(ENDING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

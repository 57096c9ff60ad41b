package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import java.net.http.HttpClient;

/** Makes the HTTP client for the collector. */
final class CollectorClient {
    private CollectorClient() {}

    static HttpClient open(OtlpSettings settings) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(settings.delivery().timeout())
                .build();
    }
}

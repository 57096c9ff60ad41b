package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.network.HttpClients;
import ai.zavora.base.network.Proxies;
import java.net.http.HttpClient;

/** Makes the HTTP client for the collector. */
final class CollectorClient {
    private CollectorClient() {}

    static HttpClient open(OtlpSettings settings) {
        var secure = settings.endpoints().values().stream().anyMatch(Proxies::isTls);
        return HttpClients.builder(settings.network(), secure)
                // with TLS the three signals share a connection; without it HTTP/2 is an upgrade few collectors know
                .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.delivery().timeout())
                .build();
    }
}

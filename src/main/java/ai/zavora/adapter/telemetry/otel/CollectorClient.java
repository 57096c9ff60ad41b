package ai.zavora.adapter.telemetry.otel;

import ai.zavora.base.config.OtlpSettings;
import ai.zavora.base.network.HttpClients;
import ai.zavora.base.network.Proxies;
import java.net.http.HttpClient;

/** Makes the HTTP client for the collector. */
final class CollectorClient {
    private CollectorClient() {}

    /** @throws ai.zavora.base.error.ZavoraException INPUT, when proxy or certificates cannot be used */
    static HttpClient open(OtlpSettings settings) {
        // told here as what it is; from within a request it would be a defect
        settings.endpoints().values().forEach(endpoint -> Proxies.proxyFor(endpoint, settings.network()));
        var secure = settings.endpoints().values().stream().anyMatch(Proxies::isTls);
        return HttpClients.builder(settings.network(), secure)
                // with TLS the three signals share a connection; without it HTTP/2 is an upgrade few collectors know
                .version(secure ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1)
                .connectTimeout(settings.delivery().timeout())
                .build();
    }
}
